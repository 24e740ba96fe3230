// The list of recordings, and the page that opens one from a file.
import {useEffect, useRef, useState} from 'preact/hooks';
import {api} from './api.js';
import {FileError, files, latest, open} from './files.js';
import {html} from './html.js';
import {usePolled} from './hooks.js';
import {dateTime, faultTitle, has, t} from './i18n.js';
import {RecordingPage} from './recording.js';

export function RecordingsPage({go}) {
    const {value, error} = usePolled(api.recordings, () => 2000, []);
    const [picked, setPicked] = useState([]);
    const opened = files().map(({id, name, recording}) => ({...recording, id, name, verdict: recording.proof?.verdict ?? null}));
    const pick = (id, on) => setPicked(on ? [...picked, id].slice(-2) : picked.filter(other => other !== id));
    return html`
        <article class="page wide">
            <header class="page-head"><h1>${t('recordings.heading')}</h1>
                <span class="hint" role="status">${t('recordings.compare.hint', {count: picked.length})}</span>
                <button type="button" id="compare" class="primary" disabled=${picked.length !== 2}
                    onClick=${() => go(`#/compare/${picked.map(encodeURIComponent).join('/')}`)}>${t('recordings.compare')}</button></header>
            <p class="lead">${t('recordings.intro')}</p>
            ${error && html`<p class="notice bad" role="alert">${error.text()}</p>`}
            ${value?.length > 0 ? html`<${Listing} list=${value} picked=${picked} pick=${pick} />` : value && html`<p class="notice">${t('recordings.empty')}</p>`}
            ${!value && !error && html`<p class="loading">${t('loading')}</p>`}
            ${opened.length > 0 && html`<h2>${t('recordings.files')}</h2><p class="help">${t('recordings.files.hint')}</p>
                <${Table} list=${opened} picked=${picked} pick=${pick} />`}
            <${FilePicker} onOpen=${id => go(`#/recording/${id}`)} />
        </article>`;
}

/** What the server knows. Where there are own ones among it, they are not buried under what others have placed. */
export function Listing({list, picked, pick}) {
    const [chosen, setChosen] = useState(null);
    const isMine = entry => entry.origin !== 'elsewhere';
    const mine = list.filter(isMine);
    const mixed = mine.length > 0 && mine.length < list.length;
    const filter = mixed ? chosen ?? 'mine' : 'all';
    return html`
        ${mixed && html`<div class="segmented filter" role="group" aria-label=${t('recordings.filter')}>${['mine', 'all'].map(name => html`
            <button type="button" id=${`filter-${name}`} aria-pressed=${filter === name ? 'true' : 'false'}
                onClick=${() => setChosen(name)}>${t(`recordings.filter.${name}`, {count: name === 'mine' ? mine.length : list.length})}</button>`)}</div>`}
        <${Table} list=${filter === 'mine' ? list.filter(entry => isMine(entry) || picked.includes(entry.id)) : list}
            picked=${picked} pick=${pick} />`;
}

/** Of an order that was placed outside the console nobody saw the end: there is what its TM has asked for. */
function Ending({verdict, outcome}) {
    return verdict ? html`<span class="chip verdict-${verdict}" data-verdict=${verdict}>${t(`verdict.${verdict}`)}</span>`
        : has(`recordings.outcome.${outcome}`) ? t(`recordings.outcome.${outcome}`) : '—';
}

function Table({list, picked, pick}) {
    return html`
        <div class="scroll"><table class="recordings">
            <thead><tr><td></td>${['when', 'order', 'mode', 'fault', 'state', 'verdict', 'xid'].map(name => html`
                <th scope="col">${t(`recordings.${name}`)}</th>`)}</tr></thead>
            <tbody>${list.map(({id, name, xid, startedAt, order, mode, state, verdict, outcome, origin}) => html`
                <tr key=${id} data-recording=${id}>
                    <td><input type="checkbox" class="pick" id=${`pick-${id}`} checked=${picked.includes(id)}
                        aria-label=${t('recordings.pick', {name: name ?? xid ?? id})}
                        onChange=${event => pick(id, event.currentTarget.checked)} /></td>
                    <td class="nowrap">${dateTime(startedAt)}</td>
                    <td class="nowrap"><a href=${`#/recording/${encodeURIComponent(id)}`}>${name ?? orderText(order)}</a></td>
                    <td>${mode ?? order?.mode ? t(`mode.${mode ?? order.mode}`) : '—'}</td>
                    <td>${order?.fault ? faultTitle(order.fault) : '—'}</td>
                    <td class="nowrap">${origin === 'elsewhere' ? '—' : t(`recording.state.${state}`)}</td>
                    <td class="nowrap"><${Ending} verdict=${verdict} outcome=${outcome} /></td>
                    <td class="mono small">${xid ?? '—'}</td>
                </tr>`)}</tbody>
        </table></div>`;
}

/** How it has ended, or how it stands. */
export const endText = ({verdict, outcome, state, origin}) => verdict ? t(`verdict.${verdict}`)
    : origin !== 'elsewhere' ? t(`recording.state.${state}`) : has(`recordings.outcome.${outcome}`) ? t(`recordings.outcome.${outcome}`) : null;

export function orderText(order) {
    return order?.skuId === undefined || order?.skuId === null ? t('recordings.elsewhere')
        : t('recordings.order.text', {user: order.userId, quantity: order.quantity, sku: order.skuId});
}

/** The last file that was opened, below the place to open another. */
export function FilePage() {
    const [id, setId] = useState(latest());
    return html`
        ${!id && html`<article class="page"><h1>${t('file.heading')}</h1><p class="lead">${t('file.intro')}</p>
            <${FilePicker} onOpen=${setId} /></article>`}
        ${id && html`<div class="file-page"><${FilePicker} small onOpen=${setId} /><${RecordingPage} key=${id} id=${id} /></div>`}`;
}

/** Opens a file by button, or by drag and drop anywhere on the page. onOpen is told the id of the recording. */
export function FilePicker({onOpen, small, id = 'open-file'}) {
    const [error, setError] = useState(null);
    const [over, setOver] = useState(false);
    const take = async list => {
        setOver(false);
        if (list.length === 0) {
            return;
        }
        try {
            const opened = await open(list[0]);
            setError(null);
            onOpen(opened);
        } catch (problem) {
            if (!(problem instanceof FileError)) {
                throw problem;
            }
            setError(problem);
        }
    };
    const taking = useRef();
    taking.current = take;
    useEffect(() => {
        if (id !== 'open-file') {
            return undefined;
        }
        const onOver = event => {
            if (event.dataTransfer?.types.includes('Files')) {
                event.preventDefault();
                setOver(true);
            }
        };
        const onDrop = event => {
            event.preventDefault();
            taking.current(event.dataTransfer.files);
        };
        const onLeave = event => event.relatedTarget === null && setOver(false);
        document.addEventListener('dragover', onOver);
        document.addEventListener('drop', onDrop);
        document.addEventListener('dragleave', onLeave);
        return () => {
            document.removeEventListener('dragover', onOver);
            document.removeEventListener('drop', onDrop);
            document.removeEventListener('dragleave', onLeave);
        };
    }, []);
    return html`
        <div class="picker ${small ? 'small' : ''} ${over ? 'over' : ''}">
            <label class="button" for=${id}>${t('file.choose')}</label>
            <input type="file" id=${id} class="file-input" accept=".json,application/json" onChange=${event => {
                const input = event.currentTarget;
                take([...input.files]);
                // so that the same file can be chosen again
                input.value = '';
            }} />
            ${id === 'open-file' && html`<span class="hint">${t('file.drop')}</span>`}
            ${error && html`<p class="notice bad" role="alert" id=${`${id}-error`}>${error.text()} ${files().length > 0 && t('file.kept')}</p>`}
        </div>`;
}
