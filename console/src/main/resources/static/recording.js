// One recording: controls, steps, the diagram, and what was true at the chosen step.
import {useState} from 'preact/hooks';
import {api} from './api.js';
import {Diagram} from './diagram.js';
import {download, fileOf, isFile} from './files.js';
import {html} from './html.js';
import {useNow, usePolled, useShortcuts} from './hooks.js';
import {clock, factText, faultTitle, pointTitle, t} from './i18n.js';
import {eventsAt, eventsBefore, phaseOf} from './model.js';
import {findingText} from './i18n/findings.js';
import {Facts, Snapshot, StepTitle} from './rows.js';
import {keep, kept} from './settings.js';

const WHILE_RUNNING = 300;
/** Somebody else may let it go on, in another window. */
const WHILE_HELD = 1500;
const AFTER_ERROR = 2000;

/** A recording by its id: of the server, or of a file that was opened in this page. */
export function RecordingPage({id}) {
    return isFile(id) ? html`<${RecordingView} key=${id} recording=${fileOf(id).recording} origin=${fileOf(id).name} />`
        : html`<${Live} key=${id} id=${id} />`;
}

function Live({id}) {
    const [busy, setBusy] = useState(false);
    const [refused, setRefused] = useState(null);
    const {value, error, poke} = usePolled(() => api.recording(id), period, [id]);
    const act = async action => {
        setBusy(true);
        setRefused(null);
        try {
            poke(await action(id));
        } catch (problem) {
            // it has ended meanwhile, or another window was faster
            if (problem.status === 409) {
                poke();
            } else {
                setRefused(problem);
            }
        } finally {
            setBusy(false);
        }
    };
    if (!value) {
        return error ? html`<p class="notice bad" role="alert">${error.text()} <button type="button" onClick=${() => poke()}>${t('retry')}</button></p>`
            : html`<p class="loading">${t('loading')}</p>`;
    }
    const held = value.state === 'held' && !busy && !error;
    return html`
        <${RecordingView} recording=${value} problem=${error ? t(error.status === 404 ? 'error.404' : 'error.polling') : refused?.text()}
            onNext=${held ? () => act(api.next) : null} onRun=${held ? () => act(api.run) : null} steerable />`;
}

function period(recording, error) {
    if (error) {
        return error.status === 404 ? null : AFTER_ERROR;
    }
    return recording.state === 'running' ? WHILE_RUNNING : recording.state === 'held' ? WHILE_HELD : null;
}

/** origin: the name of the file, if it is from one. onNext and onRun are null while they make no sense. */
function RecordingView({recording, origin, problem, onNext, onRun, steerable}) {
    const {steps, state} = recording;
    const newest = steps.length - 1;
    // null follows the newest step
    const [chosen, setChosen] = useState(null);
    // Somebody who dictates needs single letters not to act.
    const [keys, setKeys] = useState(kept('shortcuts') !== 'off');
    const index = chosen === null || chosen >= newest ? newest : chosen;
    const past = index < newest;
    const step = steps[index];
    const mode = recording.order?.mode;
    const go = to => setChosen(to >= newest ? null : Math.max(0, to));
    const forth = action => action && (() => {
        setChosen(null);
        action();
    });
    const next = forth(onNext);
    const run = forth(onRun);
    useShortcuts({...keys && {n: next, r: run}, ArrowLeft: () => go(index - 1), ArrowRight: () => go(index + 1)});
    const events = eventsAt(recording, past ? index : null);
    const running = state === 'running' && !past;
    const over = state === 'ended' || state === 'failed';
    const ended = !past && over;
    return html`
        <article class="recording">
            <header class="recording-head">
                <h1>${title(recording)}</h1>
                <span class="badge state-${state}" data-state=${state}>${t(`recording.state.${state}`)}</span>
                ${recording.order?.fault && html`<span class="badge badge-fault">${t('recording.fault', {fault: faultTitle(recording.order.fault)})}</span>`}
                ${origin && html`<span class="badge" data-origin="file">${t('recording.file')}: ${origin}</span>`}
                <span class="xid mono" data-xid=${recording.xid ?? ''}>${recording.xid ?? t('recording.xid.none')}</span>
                <button type="button" id="download" class="quiet" onClick=${() => download(recording)}>${t('controls.download')}</button>
            </header>
            <div class="bar">
                <${Controls} index=${index} newest=${newest} go=${go} next=${next} run=${run} past=${past} steerable=${steerable && (steps.length > 0 || state === 'running')} over=${over} />
                <${StepRail} steps=${steps} index=${index} mode=${mode} go=${go} running=${state === 'running'} />
            </div>
            ${problem && html`<p class="notice bad" role="alert">${problem}</p>`}
            ${recording.failure && html`<p class="notice bad" role="alert">${t('recording.failure', {text: recording.failure})}</p>`}
            <div class="split">
                <${Diagram} recording=${recording} events=${events} freshFrom=${freshFrom(recording, index, past)} />
                <section class="truth" aria-label=${t('facts.heading')} tabindex="0">
                    ${step ? html`
                        <header class="step-head">
                            <p class="eyebrow">${t('recording.step.short', {n: index + 1, count: steps.length})}
                                ${past && state !== 'ended' && html` · ${t('recording.past')}`}
                                ${!past && !origin && state === 'held' && html`<${Held} held=${recording.held} />`}
                                ${running && html` · <span class="running">${t('recording.state.running')} …</span>`}</p>
                            <${StepTitle} step=${step} mode=${mode} />
                        </header>
                        ${ended && html`<${Outcome} recording=${recording} />`}
                        <${Facts} facts=${step.facts} />
                        <${Snapshot} recording=${recording} step=${step} previous=${steps[index - 1]} />`
                    : html`
                        ${ended && html`<${Outcome} recording=${recording} />`}
                        <p class="notice">${t(state === 'running' ? 'loading' : 'recording.elsewhere')}</p>`}
                </section>
            </div>
            <p class="shortcuts">${steerable && !over && html`<label class="check"><input type="checkbox" id="shortcuts" checked=${keys} onChange=${event => {
                keep('shortcuts', event.currentTarget.checked ? 'on' : 'off');
                setKeys(event.currentTarget.checked);
            }} /> ${t('controls.shortcuts')}</label>`} <span>${t('diagram.hint')}</span></p>
            <${Announcer} text=${step ? announcement(step, index, steps.length, mode) : ''} />
        </article>`;
}

/** past: an earlier step is shown, where the way on is the next step, and not the transaction's. */
function Controls({index, newest, go, next, run, past, steerable, over}) {
    const button = (id, sign, to, off) => html`<button type="button" id=${id} class="icon" title=${t(`controls.${id}`)}
        aria-label=${t(`controls.${id}`)} aria-disabled=${off ? 'true' : 'false'} onClick=${() => off || go(to)}>${sign}</button>`;
    const steer = (id, action, style) => html`<button type="button" id=${id} class=${style} title=${t(`controls.${id}.title`)}
        aria-disabled=${action ? 'false' : 'true'} onClick=${() => action?.()}>${t(`controls.${id}`)}</button>`;
    return html`
        <div class="controls" role="group" aria-label=${t('controls.label')}>
            ${button('first', '⇤', 0, index <= 0)}
            ${button('back', '←', index - 1, index <= 0)}
            ${button('forward', '→', index + 1, index >= newest)}
            ${button('last', '⇥', newest, index >= newest)}
            ${steerable && html`${steer('next', next, past ? '' : 'primary')}${steer('run', run, '')}`}
            ${steerable && over && html`<a class="button" id="again" href="#/order">${t('controls.again')}</a>`}
        </div>`;
}

function StepRail({steps, index, mode, go, running}) {
    const phases = [];
    steps.forEach((step, i) => {
        const phase = phaseOf(step.point);
        if (phases.at(-1)?.phase !== phase) {
            phases.push({phase, steps: []});
        }
        phases.at(-1).steps.push({...step, i});
    });
    return html`
        <ol class="rail" aria-label=${t('recording.steps')}>
            ${phases.map(({phase, steps: own}) => html`
                <li class="phase phase-${phase}">
                    <span class="phase-name">${t(`phase.${phase}`)}</span>
                    <ol>${own.map(({point, i}) => html`<li><button type="button" class="bead"
                        aria-current=${i === index ? 'step' : undefined} data-rail=${point}
                        aria-label=${t('recording.step', {n: i + 1, count: steps.length, title: pointTitle(point, mode)})}
                        title=${pointTitle(point, mode)} onClick=${() => go(i)}>${i + 1}</button></li>`)}
                    </ol>
                </li>`)}
            ${running && html`<li class="phase-running" aria-hidden="true"><i></i></li>`}
        </ol>`;
}

function Held({held}) {
    const now = useNow(true);
    const seconds = Math.max(0, Math.round((now - Date.parse(held.since)) / 1000));
    return html` · <span class="held" id="held" data-held=${held.point} title=${t('recording.held.since', {time: clock(held.since)})}>
        ${t('recording.held', {seconds})}</span>`;
}

function Outcome({recording}) {
    const {proof, answer} = recording;
    const failing = proof?.findings.filter(finding => !finding.holds).length;
    return html`
        ${proof && html`
            <details class="verdict verdict-${proof.verdict}" data-verdict=${proof.verdict} open=${failing > 0}>
                <summary><span class="verdict-name">${t(`verdict.${proof.verdict}`)}</span>
                    <span class="hint">${t('verdict.findings', {count: proof.findings.length})}</span></summary>
                <ul>${proof.findings.map(finding => html`<li class=${finding.holds ? 'holds' : 'fails'}>
                    <span class="visually-hidden">${t(finding.holds ? 'verdict.holds' : 'verdict.fails')}: </span>${findingText(finding.text)}</li>`)}</ul>
            </details>`}
        ${answer && html`
            <details class="answer" data-answer=${answer.status}>
                <summary>${answer.status === 0 ? t('recording.answer.none') : t('recording.answer', {status: answer.status})}</summary>
                <pre tabindex="0">${JSON.stringify(answer.body, null, 2)}</pre>
            </details>`}`;
}

const Announcer = ({text}) => html`<p class="visually-hidden" aria-live="polite" id="announcer">${text}</p>`;

function announcement(step, index, count, mode) {
    const first = step.facts[0];
    return `${t('recording.step', {n: index + 1, count, title: pointTitle(step.point, mode)})}. ${first ? factText(first) : ''}`;
}

function title({order}) {
    return order?.skuId === undefined || order?.skuId === null ? t('recording.heading.elsewhere')
        : t('recording.heading', {mode: t(`mode.${order.mode}`), user: order.userId, quantity: order.quantity, sku: order.skuId});
}

/** While it runs on, what came after the newest step is new; else what came since the step before. */
function freshFrom({steps, state, events}, index, past) {
    if (steps.length === 0) {
        return events.length;
    }
    return !past && state === 'running' ? steps[index].events : eventsBefore({steps}, index);
}
