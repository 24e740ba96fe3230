// Transactions that are stuck: what waits on whom, since when, and what to do.
import {api} from './api.js';
import {html} from './html.js';
import {usePolled} from './hooks.js';
import {clock, dateTime, has, t} from './i18n.js';
import {shorten} from './rows.js';

export function StuckPage() {
    const {value, error} = usePolled(api.stuck, () => 3000, []);
    return html`
        <article class="page wide">
            <header class="page-head"><h1>${t('stuck.heading')}</h1>${value && html`<span class="hint">${t('stuck.at', {time: clock(value.at)})}</span>`}</header>
            <p class="lead">${t('stuck.intro')}</p>
            ${error && html`<p class="notice bad" role="alert">${error.text()}</p>`}
            ${!value && !error && html`<p class="loading">${t('loading')}</p>`}
            ${value?.transactions.length === 0 && html`<p class="notice good" id="nothing-stuck">${t('stuck.none')}</p>`}
            ${value?.transactions.map(transaction => html`<${Transaction} key=${transaction.xid} transaction=${transaction} at=${value.at}
                holder=${xid => value.transactions.find(other => xid && other.xid === xid)?.recording} />`)}
        </article>`;
}

/** What a transaction keeps until its end is left over only where nobody ends it. */
const isOnItsWay = kind => kind === 'undecided' || kind === 'retrying';

/** Where a transaction that this console holds is let go on. */
const Held = ({recording}) => html`<a href=${`#/recording/${encodeURIComponent(recording)}`} data-held-in=${recording}>${t('stuck.held.go-on')}</a>`;

/** holder: the recording in which this console holds the transaction of an XID, if it does. */
function Transaction({transaction, at, holder}) {
    const {xid, kind, status, since, holds, waitsFor, branches, left, recording} = transaction;
    const name = row => `${row.database}.${row.table}[${shorten(row.key)}]`;
    return html`
        <section class="stuck stuck-${kind}" data-stuck=${kind} data-xid=${xid} aria-label=${xid}>
            <header><span class="chip chip-${kind}">${t(`stuck.${kind}`)}</span><h2 class="mono">${recording ? html`<a href=${`#/recording/${encodeURIComponent(recording)}`}>${xid}</a>` : xid ?? t('stuck.no-xid')}</h2>
                <span class="hint">${since ? t('stuck.since', {time: dateTime(since), ago: ago(at, since)}) : t('stuck.since.unknown')}</span>
                ${status && html`<span class="hint">${t('stuck.status', {status})}</span>`}</header>
            <dl>
                ${waitsFor.length > 0 && html`<div><dt>${t('stuck.waits')}</dt><dd><ul>${waitsFor.map(wait => html`<li data-waits-for=${wait.xid}>
                    ${t('stuck.waits.row', {...wait, key: shorten(wait.key), holder: wait.xid ?? t('stuck.waits.database')})}
                    ${holder(wait.xid) && html` <${Held} recording=${holder(wait.xid)} />`}
                    ${wait.since && html` <span class="hint">${t('stuck.since', {time: clock(wait.since), ago: ago(at, wait.since)})}</span>`}</li>`)}</ul></dd></div>`}
                ${holds.length > 0 && html`<div><dt>${t('stuck.holds')}</dt><dd class="mono">${holds.map(name).join(', ')}</dd></div>`}
                ${branches.length > 0 && html`<div><dt>${t('stuck.branches')}</dt><dd><ul>${branches.map(branch => html`<li class="mono">
                    ${branch.type} ${branch.branchId} · ${branch.resourceId}</li>`)}</ul></dd></div>`}
                ${left && left.undo + left.prepared > 0 && html`<div><dt>${t(isOnItsWay(kind) ? 'stuck.keeps' : 'stuck.left')}</dt><dd>${t('stuck.left.text', left)}</dd></div>`}
                ${has(`stuck.repair.${kind}`) && html`<div class="repair"><dt>${t('stuck.repair')}</dt><dd><${Repair} ...${transaction} /></dd></div>`}
            </dl>
        </section>`;
}

/** recording is undefined where the server does not say whether the console holds the transaction. */
function Repair({xid, kind, waitsFor, recording}) {
    if (recording) {
        return html`${t('stuck.held')} ${kind === 'undecided' && `${t('stuck.held.timeout')} `}<${Held} recording=${recording} />`;
    }
    const waits = kind === 'undecided' && waitsFor.length > 0;
    return html`
        ${t(waits ? 'stuck.repair.waiting' : `stuck.repair.${kind}`)}
        ${recording === null && isOnItsWay(kind) && html` <span data-held-in="">${t('stuck.not-held')}</span>`}
        ${kind === 'failed' && html`<ol class="numbered">${[1, 2, 3, 4].map(n => html`<li>${t(`stuck.repair.failed.${n}`)}
            ${n === 2 && html`<pre tabindex="0" aria-label=${t('detail.sql')}>${imagesOf(xid)}</pre>`}</li>`)}</ol>`}
        ${!isOnItsWay(kind) && html`<span class="doc">${t('stuck.repair.doc')}</span>`}`;
}

/** The statement of docs/deployment.md. */
const imagesOf = xid => 'SELECT branch_id, context, CONVERT(rollback_info USING utf8mb4) FROM undo_log\n'
    + `WHERE xid = '${xid}' AND log_status = 0;`;

function ago(at, since) {
    const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(since)) / 1000));
    return seconds < 120 ? t('stuck.ago.s', {n: seconds}) : seconds < 7200 ? t('stuck.ago.min', {n: Math.floor(seconds / 60)})
        : t('stuck.ago.h', {n: Math.floor(seconds / 3600)});
}
