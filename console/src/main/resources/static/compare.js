// Two recordings side by side, at the same point of the protocol.
import {useState} from 'preact/hooks';
import {api} from './api.js';
import {Diagram} from './diagram.js';
import {fileOf, files, isFile} from './files.js';
import {html} from './html.js';
import {usePolled, useShortcuts} from './hooks.js';
import {dateTime, faultTitle, pointTitle, t} from './i18n.js';
import {align, eventsAt, eventsBefore} from './model.js';
import {endText, FilePicker, Listing, orderText} from './recordings.js';
import {Facts, Snapshot, StepTitle} from './rows.js';

const SIDES = ['left', 'right'];

export function ComparePage({left, right, go}) {
    const list = usePolled(api.recordings, () => 5000, []);
    const ids = {left, right};
    const loaded = {left: useRecording(left), right: useRecording(right)};
    const choose = (side, id) => {
        const next = {...ids, [side]: id};
        go(`#/compare/${SIDES.map(name => encodeURIComponent(next[name] || '-')).join('/')}`);
    };
    return html`
        <article class="compare">
            <header class="compare-head"><h1>${t('compare.heading')}</h1>
                ${SIDES.map(side => html`<${Chooser} side=${side} id=${ids[side]} list=${list.value ?? []} choose=${id => choose(side, id)} />`)}</header>
            ${SIDES.map(side => loaded[side].error && html`<p class="notice bad" role="alert">${t(`compare.${side}`)}: ${loaded[side].error.text()}</p>`)}
            ${loaded.left.value && loaded.right.value
                ? html`<${Both} key=${`${left} ${right}`} left=${loaded.left.value} right=${loaded.right.value} />`
                : html`<${Choice} ids=${ids} list=${list.value} error=${list.error} choose=${choose} />`}
        </article>`;
}

/** While one is missing: those that can be taken. */
function Choice({ids, list, error, choose}) {
    const picked = SIDES.map(side => ids[side]).filter(Boolean);
    const pick = (id, on) => choose(SIDES.find(side => on ? !ids[side] : ids[side] === id) ?? 'right', on ? id : '');
    return html`
        <p class="lead">${t('compare.intro')} ${t('compare.pick')}</p>
        ${!list && !error && html`<p class="loading">${t('loading')}</p>`}
        ${list?.length === 0 && html`<p class="notice" id="nothing-to-compare">${t('recordings.empty')} <a href="#/order">${t('order.place')}</a></p>`}
        ${list?.length > 0 && html`<${Listing} list=${list} picked=${picked} pick=${pick} />`}`;
}

function useRecording(id) {
    return usePolled(async () => !id ? null : isFile(id) ? fileOf(id).recording : api.recording(id),
        (value, error) => error || value?.state === 'running' || value?.state === 'held' ? 2000 : null, [id]);
}

function Chooser({side, id, list, choose}) {
    // What tells them apart stands first: a select cuts off the end.
    const name = entry => [entry.name, modeAndEnd(entry), orderText(entry.order), dateTime(entry.startedAt),
        entry.order?.fault && t('recording.fault', {fault: faultTitle(entry.order.fault)})].filter(Boolean).join(' · ');
    const own = files().map(file => ({...file.recording, ...ending(file.recording), id: file.id, name: file.name}));
    return html`
        <div class="chooser"><label for=${`choose-${side}`}>${t(`compare.${side}`)}</label>
            <select id=${`choose-${side}`} onChange=${event => choose(event.currentTarget.value)}>
                <option value="" selected=${!id}>${t('compare.choose')}</option>
                ${[...own, ...list].map(entry => html`<option value=${entry.id} selected=${entry.id === id}>${name(entry)}</option>`)}
            </select>
            <${FilePicker} small id=${`open-file-${side}`} onOpen=${choose} /></div>`;
}

const ending = ({proof, state}) => ({verdict: proof?.verdict ?? null, state});

/** Two of one mode are told apart by how they have ended. */
const modeAndEnd = entry => [modeText(entry), endText(entry)].filter(Boolean).join(' · ');

const modeText = ({order, mode}) => mode ?? order?.mode ? t(`mode.${mode ?? order.mode}`) : null;

function Both({left, right}) {
    const recordings = {left, right};
    const points = align(left.steps, right.steps);
    const [chosen, setChosen] = useState(null);
    const at = Math.min(chosen ?? points.length - 1, points.length - 1);
    const point = points[at];
    const go = to => setChosen(Math.max(0, Math.min(points.length - 1, to)));
    useShortcuts({ArrowLeft: () => go(at - 1), ArrowRight: () => go(at + 1)});
    // A side that does not pass the point shows where it was before.
    const index = side => points.slice(0, at + 1).findLast(entry => entry[side] !== null)?.[side] ?? null;
    const move = (id, sign, to, off) => html`<button type="button" id=${id} class="icon" title=${t(`controls.${id}`)}
        aria-label=${t(`controls.${id}`)} aria-disabled=${off ? 'true' : 'false'} onClick=${() => off || go(to)}>${sign}</button>`;
    return html`
        <div class="bar">
            <div class="controls" role="group" aria-label=${t('controls.label')}>
                ${move('first', '⇤', 0, at <= 0)}${move('back', '←', at - 1, at <= 0)}
                ${move('forward', '→', at + 1, at >= points.length - 1)}${move('last', '⇥', points.length - 1, at >= points.length - 1)}
            </div>
            <ol class="rail aligned" aria-label=${t('compare.points')}>${points.map((entry, i) => html`
                <li><button type="button" class="bead ${SIDES.filter(side => entry[side] === null).map(side => `no-${side}`).join(' ')}"
                    aria-current=${i === at ? 'step' : undefined} data-rail=${entry.point} title=${pointTitle(entry.point, left.order?.mode)}
                    aria-label=${t('recording.step', {n: i + 1, count: points.length, title: pointTitle(entry.point, left.order?.mode)})}
                    onClick=${() => go(i)}>${i + 1}</button></li>`)}</ol>
            ${[['left', 'right'], ['right', 'left']].filter(([, other]) => points.some(entry => entry[other] === null)).map(([side, other]) => html`
                <span class="only hint" data-only=${side}><i class="bead no-${other}"></i> ${t(`compare.only.${side}`)}</span>`)}
            ${point && html`<strong class="compare-point" id="compare-point" data-point=${point.point} aria-live="polite">${pointTitle(point.point, left.order?.mode === right.order?.mode ? left.order?.mode : null)}</strong>`}
        </div>
        <div class="compare-body">
            <${Summary} left=${left} right=${right} li=${index('left')} ri=${index('right')} />
            <div class="sides">${SIDES.map(side => html`
                <${Side} key=${side} side=${side} recording=${recordings[side]} index=${index(side)} absent=${point && point[side] === null} />`)}</div>
        </div>`;
}

function Side({side, recording, index, absent}) {
    const step = recording.steps[index];
    const verdict = recording.proof?.verdict;
    return html`
        <section class="side" data-side=${side} aria-label=${t(`compare.${side}`)}>
            <header><h2>${recording.order?.mode ? t(`mode.${recording.order.mode}`) : ''} · ${orderText(recording.order)}</h2>
                ${verdict && html`<span class="chip verdict-${verdict}" data-verdict=${verdict}>${t(`verdict.${verdict}`)}</span>`}</header>
            ${absent && html`<p class="notice">${t('compare.absent')}</p>`}
            <${Diagram} recording=${recording} events=${eventsAt(recording, index)} compact
                freshFrom=${step ? eventsBefore(recording, index) : recording.events.length} label=${`${t(`compare.${side}`)}: ${t('diagram.label')}`} />
            ${step ? html`<div class=${absent ? 'faded' : ''}>
                <${StepTitle} step=${step} mode=${recording.order?.mode} />
                <${Facts} facts=${step.facts} />
                <${Snapshot} recording=${recording} step=${step} previous=${recording.steps[index - 1]} /></div>`
            : html`<p class="notice">${t('compare.none')}</p>`}
        </section>`;
}

/** The numbers that tell the modes apart, at this point. */
function Summary({left, right, li, ri}) {
    const values = [measures(left, li), measures(right, ri)];
    return html`
        <table class="summary"><caption>${t('compare.summary')}</caption>
            <thead><tr><th scope="col">${t('compare.what')}</th>${[left, right].map(recording => html`<th scope="col">${modeAndEnd({order: recording.order, ...ending(recording)})}</th>`)}</tr></thead>
            <tbody>${Object.keys(values[0]).filter(name => values.some(value => !['0', '—'].includes(value[name]))).map(name => {
                const differs = values[0][name] !== values[1][name];
                return html`<tr class=${differs ? 'differs' : ''} data-measure=${name}><th scope="row">${t(`compare.${name}`)}
                    ${differs && html`<span class="visually-hidden"> (${t('compare.differs')})</span>`}</th>
                    ${values.map(value => html`<td>${value[name]}</td>`)}</tr>`;
            })}</tbody></table>`;
}

function measures(recording, index) {
    const step = recording.steps[index];
    const snapshot = step?.snapshot;
    const find = table => snapshot?.rows.find(row => row.table === table);
    const sku = find('tb_sku');
    const order = find('tb_order');
    const count = list => snapshot ? String(list.length) : '—';
    const events = eventsAt(recording, index);
    const states = snapshot?.fence.map(row => row.state) ?? [];
    return {
        'stock.before': sku?.before?.stock ?? '—',
        'stock.now': sku?.now?.stock ?? '—',
        'stock.written': sku?.written?.stock ?? '—',
        'frozen': sku?.now?.frozen ?? '—',
        'order': !snapshot ? '—' : order?.now ? order.now.status : t('compare.no-order'),
        'session': !snapshot ? '—' : snapshot.session?.status ?? t('compare.unknown'),
        'branches': count(snapshot?.session?.branches ?? []),
        'locks': count(snapshot?.locks),
        'row-locks': snapshot ? String(snapshot.rowLocks) : '—',
        'undo': count(snapshot?.undo),
        'prepared': count(snapshot?.prepared),
        'fence': states.length > 0 ? states.join(', ') : '—',
        'messages': String(events.filter(event => event.kind === 'message').length),
        'sql': String(events.filter(event => event.kind === 'sql' && event.role !== 'housekeeping').length),
    };
}
