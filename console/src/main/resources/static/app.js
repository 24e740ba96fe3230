// The page: routes, navigation, language and theme.
import {render} from 'preact';
import {useEffect, useReducer, useRef, useState} from 'preact/hooks';
import {api} from './api.js';
import {ComparePage} from './compare.js';
import {html} from './html.js';
import {usePolled} from './hooks.js';
import {language, onLanguage, setLanguage, t} from './i18n.js';
import {OrderPage} from './order.js';
import {RecordingPage} from './recording.js';
import {FilePage, RecordingsPage} from './recordings.js';
import {StuckPage} from './stuck.js';
import {onTheme, setTheme, theme} from './theme.js';

const NAVIGATION = ['order', 'recordings', 'compare', 'stuck', 'file'];
const NOTHING = {up: false, modes: [], users: [], skus: [], faults: {}};

function App() {
    const [, redraw] = useReducer(n => n + 1, 0);
    const [route, setRoute] = useState(parse(location.hash));
    const main = useRef();
    const first = useRef(true);
    const {value, error} = usePolled(api.system, () => 5000, []);
    const system = error ? NOTHING : value;
    useEffect(() => onLanguage(redraw), []);
    useEffect(() => onTheme(redraw), []);
    useEffect(() => {
        const onHash = () => setRoute(parse(location.hash));
        addEventListener('hashchange', onHash);
        return () => removeEventListener('hashchange', onHash);
    }, []);
    useEffect(() => {
        // Somebody who reads by ear or by keyboard has to land on the new page, and not where the old link was.
        if (!first.current) {
            main.current.focus({preventScroll: true});
            scrollTo(0, 0);
        }
        first.current = false;
    }, [route.page, route.args.join()]);
    const go = hash => {
        location.hash = hash;
    };
    const skip = event => {
        event.preventDefault();
        main.current.focus();
    };
    const down = system && !system.up;
    return html`
        <a class="skip" href="#main" onClick=${skip}>${t('skip')}</a>
        <header class="top">
            <a class="brand" href="#/order">changgou<span>-seata</span></a>
            <nav aria-label=${t('nav')}>${NAVIGATION.map(page => html`<a href=${`#/${page}`}
                aria-current=${page === (route.page === 'recording' ? 'recordings' : route.page) ? 'page' : undefined}>${t(`nav.${page}`)}</a>`)}</nav>
            <div class="switches">
                <div role="group" aria-label=${t('language')} class="segmented">
                    ${[['en', 'English', 'en'], ['zh', '中文', 'zh-CN']].map(([code, name, lang]) => html`<button type="button" id=${`lang-${code}`} lang=${lang}
                        aria-pressed=${language() === code ? 'true' : 'false'} onClick=${() => setLanguage(code)}>${name}</button>`)}
                </div>
                <${ThemeSwitch} />
            </div>
        </header>
        ${down && html`<div class="banner" role="status" id="system-down"><strong>${t('down.title')}</strong> ${t('down.text')}
            ${route.page !== 'file' && html` <a href="#/file">${t('down.file')}</a>`}</div>`}
        <main id="main" tabindex="-1" ref=${main}><${Page} route=${route} system=${system} go=${go} /></main>`;
}

function Page({route: {page, args}, system, go}) {
    switch (page) {
        case 'order':
            return !system ? html`<p class="loading">${t('loading')}</p>`
                : system.up ? html`<${OrderPage} system=${system} go=${go} />` : html`<${FilePage} />`;
        case 'recording':
            return html`<${RecordingPage} id=${args[0]} />`;
        case 'recordings':
            return html`<${RecordingsPage} go=${go} />`;
        case 'compare': {
            const [left, right] = args.map(id => id === '-' ? '' : id);
            return html`<${ComparePage} left=${left} right=${right} go=${go} />`;
        }
        case 'stuck':
            return html`<${StuckPage} />`;
        case 'file':
            return html`<${FilePage} />`;
        default:
            return html`<p class="notice">${t('not-found')}</p>`;
    }
}

function ThemeSwitch() {
    const other = theme() === 'dark' ? 'light' : 'dark';
    return html`<button type="button" id="theme" class="quiet" aria-label=${t('theme.label', {theme: t(`theme.${other}`)})}
        onClick=${() => setTheme(other)}>${t(`theme.to-${other}`)}</button>`;
}

function parse(hash) {
    const [page, ...args] = hash.replace(/^#\/?/, '').split('/');
    return {page: page || 'order', args: args.map(decoded)};
}

/** A hash that somebody typed may be no encoding at all. */
function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

render(html`<${App} />`, document.getElementById('app'));
