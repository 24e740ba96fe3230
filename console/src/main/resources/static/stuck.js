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
            ${value?.transactions.map(transaction => html`<${Transaction} key=${transaction.xid} transaction=${transaction} at=${value.at} />`)}
        </article>`;
}

function Transaction({transaction, at}) {
    const {xid, kind, status, since, holds, waitsFor, branches, left} = transaction;
    const name = row => `${row.database}.${row.table}[${shorten(row.key)}]`;
    return html`
        <section class="stuck stuck-${kind}" data-stuck=${kind} data-xid=${xid} aria-label=${xid}>
            <header><span class="chip chip-${kind}">${t(`stuck.${kind}`)}</span><h2 class="mono">${xid ?? t('stuck.no-xid')}</h2>
                <span class="hint">${since ? t('stuck.since', {time: dateTime(since), ago: ago(at, since)}) : t('stuck.since.unknown')}</span>
                ${status && html`<span class="hint">${t('stuck.status', {status})}</span>`}</header>
            <dl>
                ${waitsFor.length > 0 && html`<div><dt>${t('stuck.waits')}</dt><dd><ul>${waitsFor.map(wait => html`<li data-waits-for=${wait.xid}>
                    ${t('stuck.waits.row', {...wait, key: shorten(wait.key), holder: wait.xid ?? t('stuck.waits.database')})}
                    ${wait.since && html` <span class="hint">${t('stuck.since', {time: clock(wait.since), ago: ago(at, wait.since)})}</span>`}</li>`)}</ul></dd></div>`}
                ${holds.length > 0 && html`<div><dt>${t('stuck.holds')}</dt><dd class="mono">${holds.map(name).join(', ')}</dd></div>`}
                ${branches.length > 0 && html`<div><dt>${t('stuck.branches')}</dt><dd><ul>${branches.map(branch => html`<li class="mono">
                    ${branch.type} ${branch.branchId} · ${branch.resourceId}</li>`)}</ul></dd></div>`}
                ${left && left.undo + left.prepared > 0 && html`<div><dt>${t('stuck.left')}</dt><dd>${t('stuck.left.text', left)}</dd></div>`}
                ${has(`stuck.repair.${kind}`) && html`<div class="repair"><dt>${t('stuck.repair')}</dt><dd>${t(`stuck.repair.${kind}`)}
                    ${has(`stuck.repair.${kind}.1`) && html`<ol class="numbered">${[1, 2, 3, 4].map(n => html`<li>${t(`stuck.repair.${kind}.${n}`)}</li>`)}</ol>`}
                    ${(kind === 'failed' || kind === 'orphan') && html`<span class="doc">${t('stuck.repair.doc')}</span>`}</dd></div>`}
            </dl>
        </section>`;
}

function ago(at, since) {
    const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(since)) / 1000));
    return seconds < 120 ? t('stuck.ago.s', {n: seconds}) : seconds < 7200 ? t('stuck.ago.min', {n: Math.floor(seconds / 60)})
        : t('stuck.ago.h', {n: Math.floor(seconds / 3600)});
}
