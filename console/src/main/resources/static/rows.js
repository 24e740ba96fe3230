// What was true at a step: facts in words, rows, undo log, locks, fence, prepared branches, the TC's session.
import {useState} from 'preact/hooks';
import {html} from './html.js';
import {factKey, has, pointTitle, rich, t} from './i18n.js';
import {changingColumns, columnsOf, fate, isCommitted, isLocked, isPrimary, rowId, same, sorted} from './model.js';

/** What stands out: a fact that surprises, one that is calm, one that is the end. */
const TONES = {
    'dirty-read': 'warn', 'row-appears': 'warn', 'half-visible': 'warn', 'left': 'bad', 'over': 'good',
    'reads-old': 'info', 'reserved': 'info', 'order-pending': 'info', 'decided': 'info',
};

export function Facts({facts}) {
    return html`
        <ul class="facts">${facts.map(fact => {
            const key = factKey(fact);
            return html`<li key=${fact.code} data-fact=${fact.code} class="tone-${TONES[fact.code] ?? 'plain'}">
                ${key ? rich(key, short(fact.args)) : fact.code}</li>`;
        })}</ul>`;
}

/** Everything of one step below its facts. previous: the step before it, or undefined. */
export function Snapshot({recording, step, previous}) {
    const {snapshot} = step;
    const changing = changingColumns(recording);
    const earlier = new Map((previous?.snapshot.rows ?? []).map(row => [rowId(row), row]));
    return html`
        <section class="card">
            <h3>${t('rows.heading')}</h3>
            ${snapshot.rows.length === 0 && html`<p class="none">${t('rows.none')}</p>`}
            ${sorted(snapshot.rows).map(row => html`<${Row} key=${rowId(row)} row=${row} earlier=${earlier.get(rowId(row))}
                fresh=${previous !== undefined} changing=${changing.get(rowId(row))} committed=${isCommitted(step)} locked=${isLocked(row, snapshot.locks)} />`)}
        </section>
        ${snapshot.undo.length > 0 && html`<${Undo} undo=${snapshot.undo} />`}
        ${snapshot.locks.length > 0 && html`<${Locks} locks=${snapshot.locks} />`}
        ${snapshot.fence.length > 0 && html`<${Fence} fence=${snapshot.fence} />`}
        ${snapshot.prepared.length > 0 && html`<${Prepared} prepared=${snapshot.prepared} />`}
        <${Session} session=${snapshot.session} rowLocks=${snapshot.rowLocks} />`;
}

function Row({row, earlier, fresh, changing, committed, locked}) {
    const [all, setAll] = useState(false);
    const {kind, seen} = fate(row, committed);
    const id = rowId(row);
    const isKey = column => row.key.includes(String((row.before ?? row.written ?? row.now)?.[column]));
    const columns = columnsOf(row);
    const telling = columns.filter(column => changing?.has(column) && (row.before || !isKey(column)));
    const shown = all || telling.length === 0 ? columns : telling;
    const state = seen || kind === 'gone' ? kind : `${kind}.uncommitted`;
    return html`
        <details class="row row-${kind}" open=${isPrimary(row)} data-row=${id} data-fate=${kind}>
            <summary>
                <span class="row-name"><span class="db">${row.database}.</span>${row.table}<span class="key" title=${row.key.join(', ')}>[${row.key.map(shorten).join(', ')}]</span></span>
                ${locked && html`<span class="chip chip-lock">${t('rows.locked')}</span>`}
                <span class="chip chip-${kind} ${seen ? '' : 'unseen'}">${t(`rows.${state}`, {table: row.moved})}</span>
            </summary>
            ${columns.length > 0 && html`<table class="cells">
                <thead><tr><td></td>${['before', 'now', 'written'].map(version => html`
                    <th scope="col" title=${t(`rows.${version}.title`)}>${t(`rows.${version}`)}</th>`)}</tr></thead>
                <tbody>${shown.map(column => html`
                    <tr key=${column}><th scope="row">${column}</th>
                        ${['before', 'now', 'written'].map(version => html`
                            <td data-cell=${`${id}.${column}.${version}`} title=${row[version]?.[column]}
                                class=${cell(row, earlier, fresh, column, version)}>${value(row[version], column)}</td>`)}
                    </tr>`)}</tbody>
            </table>`}
            ${telling.length > 0 && telling.length < columns.length && html`<label class="check"><input type="checkbox"
                checked=${all} onChange=${event => setAll(event.currentTarget.checked)} /> ${t('rows.all-columns')}</label>`}
        </details>`;
}

/** How a cell looks: other than before, moved in this step, or the same as its neighbour. */
function cell(row, earlier, fresh, column, version) {
    const changed = version !== 'before' && !same(row.before, row[version], column);
    const moved = version !== 'before' && fresh && !same(earlier?.[version] ?? (earlier ? null : row.before), row[version], column);
    const repeats = version === 'written' && same(row.now, row.written, column);
    return [changed && 'changed', moved && 'moved', repeats && 'repeats', !row[version] && 'absent'].filter(Boolean).join(' ');
}

function Undo({undo}) {
    const branches = grouped(undo);
    return html`
        <section class="card">
            <h3>${t('undo.heading')} <span class="count">${undo.length}</span></h3>
            ${[...branches].map(([branch, images]) => html`
                <h4>${t('undo.branch', {branch})} · ${images[0].database}</h4>
                <ul class="undo">${images.map(image => html`<li data-undo=${rowId(image)}><${Image} image=${image} /></li>`)}</ul>`)}
        </section>`;
}

function Image({image}) {
    const kind = !image.before ? 'insert' : !image.after ? 'delete' : 'update';
    const columns = [...new Set([...Object.keys(image.before ?? {}), ...Object.keys(image.after ?? {})])]
        .filter(column => kind === 'update' ? !same(image.before, image.after, column) : false);
    return html`
        <span class="row-name">${image.table}<span class="key" title=${image.key.join(', ')}>[${image.key.map(shorten).join(', ')}]</span></span>
        <span class="images">
            ${kind === 'update' ? columns.map(column => html`<span class="image"><span>${column}</span>
                <b title=${t('undo.before')}>${value(image.before, column)}</b><span>→</span><b title=${t('undo.after')}>${value(image.after, column)}</b></span>`)
                : html`<span class="image"><b title=${t('undo.before')}>${image.before ? t('undo.row') : '—'}</b><span>→</span>
                <b title=${t('undo.after')}>${image.after ? t('rows.new') : '—'}</b></span>`}
        </span>
        <span class="hint">${t(`undo.undo-${kind}`)}</span>`;
}

const Locks = ({locks}) => html`
    <section class="card">
        <h3>${t('locks.heading')} <span class="count">${locks.length}</span></h3>
        <table class="list"><thead><tr><th scope="col">${t('locks.row')}</th><th scope="col">${t('locks.branch')}</th></tr></thead>
            <tbody>${locks.map(lock => html`<tr data-lock=${`${lock.database}.${lock.table}[${lock.key}]`}>
                <td><span class="row-name"><span class="db">${lock.database}.</span>${lock.table}<span class="key" title=${lock.key}>[${shorten(lock.key)}]</span></span></td>
                <td class="mono" title=${lock.branchId}>…${String(lock.branchId).slice(-6)}</td></tr>`)}</tbody></table>
    </section>`;

const Fence = ({fence}) => html`
    <section class="card">
        <h3>${t('fence.heading')} <span class="count">${fence.length}</span></h3>
        <table class="list"><thead><tr><th scope="col">${t('database')}</th><th scope="col">${t('fence.action')}</th><th scope="col">${t('fence.state')}</th></tr></thead>
            <tbody>${fence.map(row => html`<tr data-fence=${row.action} data-fence-state=${row.state}>
                <td>${row.database}</td><td class="mono">${row.action}</td>
                <td><b class="mono">${row.state}</b>${has(`fence.${row.state}`) && html`<span class="hint">${t(`fence.${row.state}`)}</span>`}</td></tr>`)}</tbody></table>
    </section>`;

const Prepared = ({prepared}) => html`
    <section class="card">
        <h3>${t('prepared.heading')} <span class="count">${prepared.length}</span></h3>
        <table class="list"><tbody>${prepared.map(branch => html`<tr data-prepared=${branch.database}>
            <td>${branch.database}</td><td class="mono wrap">${branch.data}</td></tr>`)}</tbody></table>
    </section>`;

const Session = ({session, rowLocks}) => html`
    <section class="card">
        <h3>${t('session.heading')} ${session && html`<span class="chip" data-session=${session.status}>${session.status}</span>`}</h3>
        ${!session ? html`<p class="none">${t('session.none')}</p>`
            : session.branches.length === 0 ? html`<p class="none">${t('session.branches.none')}</p>` : html`
            <table class="list"><thead><tr><th scope="col">${t('branch')}</th><th scope="col">${t('branch.type')}</th><th scope="col">${t('branch.resource')}</th></tr></thead>
                <tbody>${session.branches.map(branch => html`<tr data-branch=${branch.branchId}>
                    <td class="mono" title=${branch.branchId}>…${String(branch.branchId).slice(-6)}</td><td>${branch.type}</td>
                    <td class="mono wrap">${branch.resourceId}</td></tr>`)}</tbody></table>`}
        <p class="row-locks" data-row-locks=${rowLocks}>${rich('row-locks.count', {count: rowLocks})}</p>
    </section>`;

/** The title of a step, as a heading that the tests and the live region know. */
export const StepTitle = ({step, mode}) => html`<h2 class="step-title" data-step=${step.point}>${pointTitle(step.point, mode)}</h2>`;

function value(version, column) {
    const text = version?.[column];
    return version === null || version === undefined || text === undefined ? '—' : text === null ? 'NULL' : String(text);
}

/** Ids of 32 characters are told apart by their first eight. */
export function shorten(text) {
    return String(text).replace(/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi, id => `${id.slice(0, 8)}…`);
}

const short = (args = {}) => Object.fromEntries(Object.entries(args ?? {}).map(([name, text]) => [name, shorten(text)]));

function grouped(undo) {
    const groups = new Map();
    undo.forEach(image => groups.set(image.branchId, [...groups.get(image.branchId) ?? [], image]));
    return groups;
}
