// The console's server, and what it says when it refuses.
import {t} from './i18n.js';

/** An answer that is no success. status 0: there was no answer. */
export class ApiError extends Error {
    /** recording: the id of the one that is in the way, where the server says it. */
    constructor(status, detail, recording = null) {
        super(detail);
        this.status = status;
        this.detail = detail;
        this.recording = recording;
    }

    /** Said anew each time, since the language may change. */
    text() {
        if (this.status === 0) {
            return t('error.network');
        }
        const key = [400, 404, 409].includes(this.status) ? `error.${this.status}` : 'error.other';
        return t(key, {status: this.status, detail: this.detail});
    }
}

export const api = {
    system: () => call('GET', 'system'),
    recordings: () => call('GET', 'recordings'),
    recording: id => call('GET', `recordings/${encodeURIComponent(id)}`),
    place: order => call('POST', 'recordings', order),
    next: id => call('POST', `recordings/${encodeURIComponent(id)}/next`),
    run: id => call('POST', `recordings/${encodeURIComponent(id)}/run`),
    stuck: () => call('GET', 'stuck'),
};

async function call(method, path, body) {
    let response;
    try {
        response = await fetch(`api/${path}`, {
            method,
            headers: {Accept: 'application/json, application/problem+json', ...body && {'Content-Type': 'application/json'}},
            body: body && JSON.stringify(body),
        });
    } catch {
        throw new ApiError(0, '');
    }
    const json = await response.json().catch(() => null);
    if (!response.ok || json === null) {
        throw new ApiError(response.ok ? 0 : response.status, json?.detail ?? json?.title ?? response.statusText,
            json?.recording ?? null);
    }
    return json;
}
