// The sentences of the page in the visitor's language.
import en from './i18n/en.js';
import zh from './i18n/zh.js';
import {html} from './html.js';
import {keep, kept} from './settings.js';

const languages = {en, zh};
const listeners = new Set();
let current = languages[kept('language')] ? kept('language') : navigator.language?.startsWith('zh') ? 'zh' : 'en';

export const language = () => current;

export function setLanguage(value) {
    current = value;
    keep('language', value);
    apply();
    listeners.forEach(listener => listener());
}

export function onLanguage(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export const has = key => key in languages[current];

/** The sentence as text. A key that has none is shown as it is: a name of a newer server, say. */
export function t(key, args = {}) {
    return template(key).replace(/\{(\w+)}/g, (_, name) => args[name] ?? '');
}

/** The sentence with its arguments emphasised. */
export function rich(key, args = {}) {
    return template(key).split(/(\{\w+})/).map(part => part.startsWith('{')
        ? html`<b class="arg">${args[part.slice(1, -1)]}</b>` : part);
}

/** What a point of the protocol is called in this mode. */
export function pointTitle(point, mode) {
    const special = `point.${point}@${mode}`;
    return has(special) ? t(special) : has(`point.${point}`) ? t(`point.${point}`) : point;
}

export const faultTitle = point => has(`fault.${point}`) ? t(`fault.${point}`) : point;

/** The key of the sentence for a fact; some say something else for each value of an argument. */
export function factKey({code, args = {}}) {
    const special = `fact.${code}.${args.decision ?? args.seen ?? args.outcome}`;
    return has(special) ? special : has(`fact.${code}`) ? `fact.${code}` : null;
}

export function factText(fact) {
    const key = factKey(fact);
    return key ? t(key, fact.args) : fact.code;
}

export const clock = iso => new Date(iso).toLocaleTimeString(current, {hour12: false});

export const dateTime = iso => new Date(iso).toLocaleString(current,
    {month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});

export const number = (value, digits = 0) => Number(value).toLocaleString(current,
    {minimumFractionDigits: digits, maximumFractionDigits: digits});

function template(key) {
    return languages[current][key] ?? key;
}

function apply() {
    document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
    document.title = t('title');
}

apply();
