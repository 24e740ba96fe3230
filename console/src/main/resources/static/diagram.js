// The sequence diagram: lanes, arrows and marks, drawn from the events of a recording.
import {useLayoutEffect, useRef, useState} from 'preact/hooks';
import {html} from './html.js';
import {useSize} from './hooks.js';
import {clock, faultTitle, has, number, pointTitle, t} from './i18n.js';
import {LANES} from './model.js';

const ROW = 27;
const HEAD = 66;
const LEFT = 92;
/** Half of the width of a lane's head. */
const BOX = 28;
/** The room between two lanes, in shares of the width: names of messages are long, a call inside a process is short. */
const GAPS = [0.9, 0.8, 1.3, 0.8, 1.5, 1.35];
const MARGINS = [0.45, 0.6];
const NARROWEST = 640;
const DATABASES = ['db-orders', 'db-goods'];
const LEGEND = ['http', 'message', 'business', 'undo', 'fence', 'transaction'];

/** events: what is drawn; freshFrom: the index of the first event that is new in this step; mode names the points. */
export function Diagram({recording, events, freshFrom, compact, label = t('diagram.label')}) {
    const pane = useRef();
    // All is drawn in the units of a laptop; where the page's type is larger, on a projector, so is the drawing.
    const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
    const size = useSize(pane);
    const width = Math.max(Math.floor(size.width / scale), NARROWEST);
    const atEnd = useRef(true);
    const [housekeeping, setHousekeeping] = useState(false);
    const [selected, setSelected] = useState(null);
    const hidden = events.filter(event => event.role === 'housekeeping').length;
    const drawn = events
        .map((event, index) => ({...event, fresh: index >= freshFrom}))
        .filter(event => housekeeping || event.role !== 'housekeeping');
    const newest = drawn.at(-1)?.n;
    const chosen = drawn.find(event => event.n === selected) ?? null;
    useLayoutEffect(() => {
        pane.current.scrollTop = pane.current.scrollHeight;
    }, [newest, drawn.length, width]);
    useLayoutEffect(() => {
        if (chosen) {
            pane.current.querySelector(`[data-n="${chosen.n}"]`)?.scrollIntoView({block: 'nearest'});
        } else if (atEnd.current) {
            pane.current.scrollTop = pane.current.scrollHeight;
        }
    }, [selected, size.height]);
    const onScroll = ({currentTarget: {scrollTop, clientHeight, scrollHeight}}) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 4;
    };
    const x = lanesAt(width);
    return html`
        <section class="diagram" aria-label=${label}>
            <div class="diagram-scroll" ref=${pane} onScroll=${onScroll}>
                <div class="lanes" style=${{width: `${width * scale}px`}}><${Lanes} x=${x} width=${width} scale=${scale} compact=${compact} /></div>
                <${Arrows} x=${x} width=${width} scale=${scale} lowest=${Math.floor(size.height / scale) - HEAD - 2} events=${drawn} recording=${recording}
                    selected=${chosen?.n ?? null} onSelect=${setSelected} />
                ${drawn.length === 0 && html`<p class="empty-diagram">${t('diagram.empty')}</p>`}
            </div>
            ${chosen && html`<${Details} event=${chosen} events=${events} recording=${recording}
                onClose=${() => {
                    pane.current.querySelector(`[data-n="${chosen.n}"]`)?.focus();
                    setSelected(null);
                }} />`}
            <footer class="diagram-foot">
                <ul class="legend" aria-label=${t('legend.label')}>
                    ${LEGEND.filter(kind => recording.events.some(event => hue(event) === kind)).map(kind => html`<li class="hue-${kind}"><i></i>${t(`legend.${kind}`)}</li>`)}
                    ${drawn.some(event => begins(event)) && html`<li class="legend-local"><i></i>${t('legend.local')}</li>`}
                    ${drawn.some(event => event.name.startsWith('XA PREPARE')) && html`<li class="legend-prepared"><i></i>${t('legend.prepared')}</li>`}
                </ul>
                ${hidden > 0 && html`<label class="check"><input type="checkbox" checked=${housekeeping}
                    onChange=${event => setHousekeeping(event.currentTarget.checked)} />
                    ${t('diagram.housekeeping', {count: hidden})}</label>`}
            </footer>
        </section>`;
}

function Lanes({x, width, scale, compact}) {
    const group = (name, from, to, pad) => html`
        <g class="group"><rect x=${x[from] - pad} y="4" width=${x[to] - x[from] + 2 * pad} height=${HEAD} rx="6" />
        <text x=${(x[from] + x[to]) / 2} y="18">${t(`group.${name}`)}</text></g>`;
    return html`
        <svg width=${width * scale} height=${HEAD * scale} viewBox=${`0 0 ${width} ${HEAD}`} aria-hidden="true">
            ${group('order', 'tm', 'rm-orders', pad(x))}
            ${group('goods', 'rm-goods', 'rm-goods', pad(x))}
            <text class="axis" x="28" y=${HEAD - 10}>#</text><text class="axis" x=${LEFT - 12} y=${HEAD - 10}>ms</text>
            ${LANES.map(lane => html`
                <g class="lane lane-${lane.split('-')[0]}">
                    ${DATABASES.includes(lane) ? html`<${Cylinder} x=${x[lane]} />` : html`
                        <rect class="lane-box" x=${x[lane] - BOX} y="26" width=${2 * BOX} height="22" rx=${lane === 'client' ? 11 : 4} />`}
                    <text class="lane-name" x=${x[lane]} y="41.5">${t(`lane.${lane}`)}</text>
                    ${!compact && html`<text class="lane-sub" x=${x[lane]} y="60">${t(`lane.sub.${lane}`)}</text>`}
                    <title>${has(`lane.title.${lane}`) ? t(`lane.title.${lane}`) : t(`lane.name.${lane}`)}</title>
                </g>`)}
        </svg>`;
}

const Cylinder = ({x}) => html`
    <path class="lane-box" d=${`M${x - BOX} 29v16c0 5 ${2 * BOX} 5 ${2 * BOX} 0v-16c0 -5 ${-2 * BOX} -5 ${-2 * BOX} 0c0 5 ${2 * BOX} 5 ${2 * BOX} 0`} />`;

function Arrows({x, width, scale, lowest, events, recording, selected, onSelect}) {
    const [focused, setFocused] = useState(null);
    const group = useRef();
    const y = new Map(events.map((event, i) => [event.n, 22 + i * ROW]));
    const height = Math.max(events.length * ROW + 20, lowest);
    const reachable = [focused, selected].find(n => n !== null && y.has(n)) ?? events.at(-1)?.n;
    const start = Date.parse(recording.startedAt);
    const move = to => {
        const event = events[Math.max(0, Math.min(events.length - 1, to))];
        group.current.querySelector(`[data-n="${event.n}"]`).focus();
        if (selected !== null) {
            onSelect(event.n);
        }
    };
    const onKeyDown = (key, event, index) => {
        const to = {ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: events.length - 1}[key.key];
        if (to !== undefined) {
            move(to);
        } else if (key.key === 'Enter' || key.key === ' ') {
            onSelect(selected === event.n ? null : event.n);
        } else if (key.key === 'Escape') {
            onSelect(null);
        } else {
            return;
        }
        key.preventDefault();
        key.stopPropagation();
    };
    const freshY = events.filter(event => event.fresh).map(event => y.get(event.n));
    return html`
        <svg class="arrows" width=${width * scale} height=${height * scale} viewBox=${`0 0 ${width} ${height}`} role="group" aria-label=${t('diagram.label')}>
            <rect class="band" x=${x.tm - pad(x)} y="0" width=${x['rm-orders'] - x.tm + 2 * pad(x)} height=${height} />
            <rect class="band" x=${x['rm-goods'] - pad(x)} y="0" width=${2 * pad(x)} height=${height} />
            ${freshY.length > 0 && html`<g class="fresh">
                <rect x="0" y=${freshY[0] - 18} width=${width} height=${freshY.at(-1) - freshY[0] + ROW} />
                <rect class="fresh-edge" x="0" y=${freshY[0] - 18} width="3" height=${freshY.at(-1) - freshY[0] + ROW} /></g>`}
            ${LANES.map(lane => html`<line class="lifeline" x1=${x[lane]} x2=${x[lane]} y1="0" y2=${height} />`)}
            ${bars(events, y).map(bar => html`<rect class="bar ${bar.kind}" x=${x[bar.lane] - 4 + bar.depth * 3}
                y=${bar.from} width="8" height=${Math.max(bar.to - bar.from, 4)} rx="2" />`)}
            <g ref=${group}>
                ${events.map((event, index) => html`
                    <g key=${event.n} class=${classes(event, selected)} role="button" tabindex=${event.n === reachable ? 0 : -1}
                        aria-label=${arrowName(event, recording.order?.mode)} aria-pressed=${event.n === selected ? 'true' : 'false'}
                        data-n=${event.n} data-kind=${event.kind} data-from=${event.from} data-to=${event.to}
                        data-name=${event.name} data-answers=${event.answers} data-arrived=${String(event.arrived)}
                        data-role=${event.role}
                        onClick=${() => onSelect(selected === event.n ? null : event.n)}
                        onFocus=${() => setFocused(event.n)} onKeyDown=${key => onKeyDown(key, event, index)}>
                        <rect class="hit" x="1" y=${y.get(event.n) - 18} width=${width - 2} height=${ROW} rx="4" />
                        <text class="n" x="28" y=${y.get(event.n) + 3}>${event.n}</text>
                        <text class="ms" x=${LEFT - 12} y=${y.get(event.n) + 3}>${elapsed(offset(event, start))}</text>
                        ${event.from === event.to
                            ? html`<${Mark} event=${event} x=${x} y=${y.get(event.n)} width=${width} mode=${recording.order?.mode} />`
                            : html`<${Arrow} event=${event} from=${x[event.from]} to=${x[event.to]} y=${y.get(event.n)} width=${width} />`}
                    </g>`)}
            </g>
        </svg>`;
}

function Arrow({event, from, to, y, width}) {
    const lost = event.arrived === false;
    const way = Math.sign(to - from);
    const begin = from + way * 5;
    const end = lost ? from + (to - from) * 0.72 : to - way * 5;
    const text = measure(event.name);
    const middle = Math.min(Math.max((from + to) / 2, LEFT + text / 2), width - text / 2 - 6);
    return html`
        <line class="shaft" x1=${begin} x2=${end - (lost ? 0 : way * 5)} y1=${y} y2=${y} />
        ${lost ? html`<path class="cross" d=${`M${end - 6} ${y - 6}l12 12m0 -12l-12 12`} />`
            : html`<path class="head" d=${`M${end} ${y}l${-way * 8} -4v8z`} />`}
        <text class="label" x=${middle} y=${y - 5}>${event.name}</text>
        ${lost && html`<text class="lost-label" x=${end + way * 12} y=${y + 4} text-anchor=${way > 0 ? 'start' : 'end'}>${t('diagram.lost')}</text>`}`;
}

function Mark({event, x, y, width, mode}) {
    const fault = event.kind === 'fault';
    const text = `${t(fault ? 'diagram.fault-thrown' : 'diagram.held')} · ${fault ? faultTitle(event.name) : pointTitle(event.name, mode)}`;
    const long = measure(text, 600) + 36;
    const left = Math.min(Math.max(x[event.from] - 14, LEFT), width - long - 6);
    return html`
        <line class="mark-line" x1=${LEFT} x2=${width - 6} y1=${y - 4} y2=${y - 4} />
        <rect class="mark-box" x=${left} y=${y - 15} width=${long} height="21" rx="10.5" />
        ${fault ? html`<path class="mark-icon" d=${`M${left + 15} ${y - 12}l-5 8h4l-1 7l6 -9h-4l2 -6z`} />`
            : html`<path class="mark-icon" d=${`M${left + 10} ${y - 9}h3v9h-3zM${left + 16} ${y - 9}h3v9h-3z`} />`}
        <text class="mark-text" x=${left + 25} y=${y}>${text}</text>`;
}

function Details({event, events, recording, onClose}) {
    const request = events.find(other => other.n === event.answers);
    const answer = events.find(other => other.answers === event.n);
    const about = event.kind === 'message' ? `message.${event.name}` : event.kind === 'sql' ? `role.${event.role}`
        : `detail.kind.${event.kind}${event.kind === 'http' && event.answers ? '-answer' : ''}`;
    const mode = recording.order?.mode;
    const fields = [
        [t('detail.at'), `${clock(event.at)} · ${t('detail.offset', {ms: number(offset(event, Date.parse(recording.startedAt)))})}`],
        event.branchId && [t('detail.branch'), event.branchId],
        request && [t('detail.answers'), arrowName(request)],
        answer && [t('detail.answered'), arrowName(answer)],
        event.from !== event.to && event.kind !== 'sql' && [t('detail.arrived'), t(`detail.arrived.${event.arrived ?? null}`)],
        ...Object.entries(event.details ?? {}),
    ].filter(Boolean);
    return html`
        <div class="details" role="region" aria-label=${t('detail.label')} aria-live="polite"
            onKeyDown=${key => key.key === 'Escape' && onClose()}>
            <header>
                <h2>${arrowName(event, mode)}</h2>
                <button type="button" class="quiet" id="details-close" onClick=${onClose}>${t('close')}</button>
            </header>
            ${has(about) && html`<p>${t(about)}</p>`}
            ${deletesPieces(event) && html`<p>${t('sql.undo-pieces')}</p>`}
            ${event.text && html`<pre tabindex="0" aria-label=${t('detail.sql')}>${event.text}</pre>`}
            <dl>${fields.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
        </div>`;
}

/** What a screen reader says, and the title of the details. */
export function arrowName(event, mode) {
    const {n, name} = event;
    if (event.kind === 'pause' || event.kind === 'fault') {
        const title = event.kind === 'fault' ? faultTitle(name) : pointTitle(name, mode);
        return t(`diagram.${event.kind}`, {n, name: title, lane: t(`lane.name.${event.from}`)});
    }
    const arrow = t('diagram.arrow', {n, name, from: t(`lane.name.${event.from}`), to: t(`lane.name.${event.to}`)});
    return event.arrived === false ? t('diagram.arrow.lost', {arrow}) : arrow;
}

const offset = (event, start) => Math.max(0, Math.round(Date.parse(event.at) - start));

/** Milliseconds; from ten seconds on seconds, so that the column stays narrow. */
function elapsed(ms) {
    const digits = ms < 100_000 ? 2 : ms < 1_000_000 ? 1 : 0;
    return ms < 10_000 ? number(ms) : `${number((ms / 1000).toFixed(digits), digits)} s`;
}

const pad = x => Math.min(38, (x['rm-orders'] - x.tm) * 0.45 + 6);

function lanesAt(width) {
    const whole = MARGINS[0] + MARGINS[1] + GAPS.reduce((a, b) => a + b);
    const share = (width - LEFT) / whole;
    let at = LEFT + MARGINS[0] * share;
    return Object.fromEntries(LANES.map((lane, i) => {
        const here = Math.round(at);
        at += (GAPS[i] ?? 0) * share;
        return [lane, here];
    }));
}

/** Seata deletes an undo log by two statements, of which the second finds something only where the log was cut. */
const deletesPieces = event => event.role === 'undo' && /^DELETE\b.*\bcontext\b.*'branchId=/is.test(event.text ?? '');

const hue = event => event.kind === 'sql' ? event.role === 'image' ? 'undo' : event.role ?? 'business' : event.kind;

const classes = (event, selected) => ['arrow', `hue-${hue(event)}`, event.answers && 'answer',
    event.arrived === false && 'lost', event.fresh && 'is-fresh', event.n === selected && 'selected'].filter(Boolean).join(' ');

/** Where somebody waits for an answer, and where a database has a local transaction open or prepared. */
function bars(events, y) {
    const last = events.length > 0 ? y.get(events.at(-1).n) + 8 : 0;
    const found = [];
    for (const event of events) {
        if ((event.kind === 'http' || event.kind === 'message') && !event.answers && event.arrived !== false && event.from !== event.to) {
            const answer = events.find(other => other.answers === event.n);
            found.push({lane: event.to, kind: 'activation', from: y.get(event.n), to: answer ? y.get(answer.n) : last});
        }
    }
    for (const lane of DATABASES) {
        let open = null;
        for (const event of events.filter(other => other.to === lane && other.kind === 'sql')) {
            const name = event.name.toUpperCase();
            const here = y.get(event.n);
            const ends = /^(COMMIT|ROLLBACK|XA COMMIT|XA ROLLBACK)/.test(name);
            if (event.role === 'transaction' && (ends || name.startsWith('XA PREPARE'))) {
                if (open) {
                    found.push({...open, to: here});
                }
                open = ends ? null : {lane, kind: 'prepared', from: here};
            } else if (!open && begins(event)) {
                open = {lane, kind: 'local', from: here};
            }
        }
        if (open) {
            found.push({...open, to: last});
        }
    }
    return found.map((bar, i) => ({...bar, depth: found.slice(0, i)
        .filter(outer => outer.lane === bar.lane && outer.from <= bar.from && outer.to >= bar.to).length}));
}

const begins = event => event.role === 'transaction'
    && /^(BEGIN|START TRANSACTION|XA START|XA BEGIN)|AUTOCOMMIT *= *0/.test(`${event.name} ${event.text ?? ''}`.toUpperCase());

let pen;

/** How wide a text is drawn, in CSS pixels. */
function measure(text, weight = 400) {
    pen ??= document.createElement('canvas').getContext('2d');
    pen.font = `${weight} 12px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
}
