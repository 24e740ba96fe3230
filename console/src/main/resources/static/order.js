// The form that places an order.
import {useState} from 'preact/hooks';
import {api} from './api.js';
import {html} from './html.js';
import {faultTitle, t} from './i18n.js';
import {keep, kept} from './settings.js';

/** A server that does not say it in its refusal lists it. */
async function underWay() {
    const list = await api.recordings().catch(() => []);
    return list.find(({state}) => state === 'held' || state === 'running')?.id ?? null;
}

export function OrderPage({system, go}) {
    const [mode, setMode] = useState(system.modes.includes(kept('mode')) ? kept('mode') : system.modes[0]);
    const [error, setError] = useState(null);
    const [other, setOther] = useState(null);
    const [placing, setPlacing] = useState(false);
    const faults = system.faults[mode] ?? [];
    const place = async event => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const quantity = Number(form.get('quantity'));
        if (!Number.isInteger(quantity) || quantity < 1) {
            setError({text: () => t('order.quantity.invalid')});
            return;
        }
        setError(null);
        setOther(null);
        setPlacing(true);
        try {
            const recording = await api.place({userId: form.get('user'), skuId: Number(form.get('sku')), quantity, mode,
                fault: form.get('fault') || null, stepping: form.has('stepping')});
            go(`#/recording/${recording.id}`);
        } catch (problem) {
            setError(problem);
            setPlacing(false);
            if (problem.status === 409) {
                setOther(problem.recording ?? await underWay());
            }
        }
    };
    const choose = event => {
        keep('mode', event.currentTarget.value);
        setMode(event.currentTarget.value);
    };
    return html`
        <article class="page">
            <h1>${t('order.heading')}</h1>
            <p class="lead">${t('order.intro')}</p>
            <form class="order" onSubmit=${place} novalidate>
                <div class="field"><label for="mode">${t('order.mode')}</label>
                    <select id="mode" name="mode" value=${mode} onChange=${choose} aria-describedby="mode-text">
                        ${system.modes.map(value => html`<option value=${value} selected=${value === mode}>${t(`mode.${value}`)}</option>`)}</select></div>
                <p class="help" id="mode-text">${t(`mode.${mode}.text`)}</p>
                <div class="field"><label for="fault">${t('order.fault')}</label>
                    <select id="fault" name="fault" key=${mode}>
                        <option value="">${t('order.fault.none')}</option>
                        ${faults.map(point => html`<option value=${point}>${faultTitle(point)}</option>`)}</select></div>
                <div class="fields">
                    <div class="field"><label for="user">${t('order.user')}</label>
                        <select id="user" name="user">${system.users.map(user => html`<option value=${user}>${user}</option>`)}</select></div>
                    <div class="field"><label for="sku">${t('order.sku')}</label>
                        <select id="sku" name="sku">${system.skus.map(sku => html`<option value=${sku.skuId}>
                            ${t('order.sku.option', {name: sku.name, stock: sku.stock})}</option>`)}</select></div>
                    <div class="field"><label for="quantity">${t('order.quantity')}</label>
                        <input id="quantity" name="quantity" type="number" min="1" step="1" defaultValue="2" required /></div>
                </div>
                <label class="check"><input id="stepping" name="stepping" type="checkbox" defaultChecked /> ${t('order.stepping')}</label>
                <p class="help">${t('order.stepping.hint')}</p>
                ${error && html`<p class="notice bad" role="alert">${error.text()} ${other && html`<a href=${`#/recording/${encodeURIComponent(other)}`}>${t('order.under-way')}</a>`}</p>`}
                <button type="submit" id="place" class="primary" disabled=${placing}>${t(placing ? 'order.placing' : 'order.place')}</button>
            </form>
        </article>`;
}
