// Recordings as files: read, checked, kept while the page is open, and written.
import {LANES} from './model.js';
import {t} from './i18n.js';

export const FORMAT = 1;
const LARGEST = 50 * 1024 * 1024;
const opened = new Map();

/** A file that is no recording; its text is said anew each time, since the language may change. */
export class FileError extends Error {
    constructor(key, args) {
        super(key);
        this.text = () => t(key, {...args, reason: args.reason && t(args.reason, args)});
    }
}

/** Reads a file and keeps it. Returns the id under which it is known in this page. */
export async function open(file) {
    const name = file.name;
    if (file.size > LARGEST) {
        throw new FileError('file.error.too-large', {name});
    }
    let text;
    try {
        text = await file.text();
    } catch {
        throw new FileError('file.error.read', {name});
    }
    let recording;
    try {
        recording = JSON.parse(text);
    } catch {
        throw new FileError('file.error.json', {name});
    }
    check(recording, name);
    const id = `file-${opened.size + 1}`;
    opened.set(id, {name, recording});
    return id;
}

export const isFile = id => opened.has(id);

export const fileOf = id => opened.get(id);

export const files = () => [...opened].map(([id, file]) => ({id, ...file}));

export const latest = () => [...opened.keys()].at(-1) ?? null;

/** Saves a recording on the visitor's machine, from what the page has: no server is needed. */
export function download(recording) {
    const url = URL.createObjectURL(new Blob([JSON.stringify(recording, null, 1)], {type: 'application/json'}));
    const link = document.createElement('a');
    link.href = url;
    link.download = `recording-${(recording.xid ?? recording.id).replace(/[^\w.-]/g, '-')}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function check(recording, name) {
    const object = value => value !== null && typeof value === 'object' && !Array.isArray(value);
    if (!object(recording) || !('format' in recording)) {
        throw new FileError('file.error.not-recording', {name, reason: 'file.reason.object'});
    }
    if (recording.format !== FORMAT) {
        throw new FileError('file.error.format', {name, format: JSON.stringify(recording.format), expected: FORMAT});
    }
    const need = (holds, field) => {
        if (!holds) {
            throw new FileError('file.error.not-recording', {name, reason: 'file.reason.field', field});
        }
    };
    const text = value => typeof value === 'string';
    const date = value => text(value) && !Number.isNaN(Date.parse(value));
    const maybe = (value, is) => value === null || value === undefined || is(value);
    const row = value => object(value) && Object.values(value).every(cell => cell === null || typeof cell !== 'object');
    need(text(recording.id), 'id');
    need(date(recording.startedAt), 'startedAt');
    need(maybe(recording.order, object), 'order');
    need(maybe(recording.xid, text), 'xid');
    need(['running', 'held', 'ended', 'failed'].includes(recording.state), 'state');
    need(maybe(recording.held, held => object(held) && text(held.point) && date(held.since)), 'held');
    need(maybe(recording.failure, text), 'failure');
    need(maybe(recording.answer, answer => object(answer) && Number.isInteger(answer.status)), 'answer');
    need(Array.isArray(recording.events), 'events');
    recording.events.forEach((event, i) => {
        const at = `events[${i}]`;
        need(object(event), at);
        need(Number.isInteger(event.n), `${at}.n`);
        need(date(event.at), `${at}.at`);
        need(text(event.kind), `${at}.kind`);
        need(LANES.includes(event.from), `${at}.from`);
        need(LANES.includes(event.to), `${at}.to`);
        need(text(event.name), `${at}.name`);
        need(maybe(event.answers, Number.isInteger), `${at}.answers`);
        need(maybe(event.text, text), `${at}.text`);
        need(maybe(event.details, row), `${at}.details`);
    });
    need(Array.isArray(recording.steps), 'steps');
    recording.steps.forEach((step, i) => {
        const at = `steps[${i}]`;
        need(object(step), at);
        need(text(step.point), `${at}.point`);
        need(Number.isInteger(step.events) && step.events >= 0, `${at}.events`);
        const snapshot = step.snapshot;
        need(object(snapshot), `${at}.snapshot`);
        need(maybe(snapshot.session, session => object(session) && Array.isArray(session.branches)
            && session.branches.every(object)), `${at}.snapshot.session`);
        const list = (field, is) => need(Array.isArray(snapshot[field]) && snapshot[field].every(value => object(value)
            && is(value)), `${at}.snapshot.${field}`);
        const place = value => text(value.database) && text(value.table);
        list('rows', value => place(value) && Array.isArray(value.key)
            && maybe(value.before, row) && maybe(value.now, row) && maybe(value.written, row));
        list('undo', value => place(value) && Array.isArray(value.key) && maybe(value.before, row) && maybe(value.after, row));
        list('locks', value => place(value) && text(value.key));
        list('fence', value => text(value.state));
        list('prepared', value => text(value.data));
        need(Number.isInteger(snapshot.rowLocks), `${at}.snapshot.rowLocks`);
        need(Array.isArray(step.facts) && step.facts.every(fact => object(fact) && text(fact.code)
            && maybe(fact.args, row)), `${at}.facts`);
    });
    need(maybe(recording.proof, proof => object(proof) && text(proof.verdict) && Array.isArray(proof.findings)
        && proof.findings.every(object)), 'proof');
}
