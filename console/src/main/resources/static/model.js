// What follows from a recording: pure functions, nothing of the page.

export const LANES = ['client', 'tm', 'rm-orders', 'db-orders', 'tc', 'rm-goods', 'db-goods'];

/** The events that had happened at a step; all of them when no step is chosen. */
export const eventsAt = (recording, index) => index === null || !recording.steps[index]
    ? recording.events : recording.events.slice(0, recording.steps[index].events);

/** How many of the events belong to what was before a step. */
export const eventsBefore = (recording, index) => index > 0 ? recording.steps[index - 1].events : 0;

export const rowId = row => `${row.database}.${row.table}[${row.key.join(',')}]`;

export const isLocked = (row, locks) => locks.some(lock => lock.database === row.database
    && lock.table === row.table && lock.key === row.key.join('_'));

export const columnsOf = row => [...new Set([row.before, row.now, row.written].filter(Boolean).flatMap(Object.keys))];

export const same = (left, right, column) => (left?.[column] ?? null) === (right?.[column] ?? null)
    && !left === !right;

/**
 * What has become of a row: unchanged, new, gone, changed, moved to another table, or taken back as if it had never been; and whether
 * an observer sees it. committed: nothing is taken back any more.
 */
export function fate({before, now, written, moved}, committed) {
    if (!before && !now && !written) {
        return {kind: moved ? 'moved' : committed ? 'no-more' : 'taken-back', seen: true};
    }
    const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    if (equal(before, written) && equal(before, now)) {
        return {kind: 'unchanged', seen: true};
    }
    const kind = !before ? 'new' : !written ? 'gone' : 'changed';
    return {kind, seen: equal(now, written)};
}

/** The columns that change at any step of the recording, by row. */
export function changingColumns(recording) {
    const changing = new Map();
    for (const row of recording.steps.flatMap(step => step.snapshot.rows)) {
        const id = rowId(row);
        const columns = changing.get(id) ?? new Set();
        columnsOf(row)
            .filter(column => !same(row.before, row.now, column) || !same(row.before, row.written, column))
            .forEach(column => columns.add(column));
        changing.set(id, columns);
    }
    return changing;
}

/** Whether a step stands after the decision to commit. */
export const isCommitted = step => step.facts.some(({code, args}) => code === 'decided' && args?.decision === 'commit'
    || code === 'over' && args?.outcome === 'committed');

/** Rows in the order in which one wants to read them: what was there before, the order itself, then the rest. */
export function sorted(rows) {
    const weight = row => row.table === 'tb_sku' ? 0 : row.table === 'tb_order' ? 1 : row.before ? 2 : 3;
    return [...rows].sort((a, b) => weight(a) - weight(b));
}

export const isPrimary = row => row.table === 'tb_sku' || row.table === 'tb_order';

export function phaseOf(point) {
    if (point === 'before') {
        return 'start';
    }
    if (point === 'end') {
        return 'end';
    }
    return point.includes('phase-two') || point === 'order.after-decision' ? 'two' : 'one';
}

/**
 * The points of two recordings in one order, each with the index of its step on both sides or null: the longest
 * common subsequence stands side by side.
 */
export function align(left, right) {
    const length = Array.from({length: left.length + 1}, () => new Array(right.length + 1).fill(0));
    for (let i = left.length - 1; i >= 0; i--) {
        for (let j = right.length - 1; j >= 0; j--) {
            length[i][j] = left[i].point === right[j].point ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
        }
    }
    const points = [];
    let i = 0;
    let j = 0;
    while (i < left.length || j < right.length) {
        if (i < left.length && j < right.length && left[i].point === right[j].point) {
            points.push({point: left[i].point, left: i++, right: j++});
        } else if (j >= right.length || i < left.length && length[i + 1][j] >= length[i][j + 1]) {
            points.push({point: left[i].point, left: i++, right: null});
        } else {
            points.push({point: right[j].point, left: null, right: j++});
        }
    }
    return points;
}
