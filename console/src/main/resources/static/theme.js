// Light or dark: the visitor's choice, else the system's.
import {keep, kept} from './settings.js';

const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

export const theme = () => kept('theme') ?? (system.matches ? 'dark' : 'light');

export function setTheme(value) {
    keep('theme', value);
    apply(value);
}

export function onTheme(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function apply(value) {
    document.documentElement.dataset.theme = value;
    listeners.forEach(listener => listener());
}

system.addEventListener('change', () => apply(theme()));
apply(theme());
