// Hooks that several views share.
import {useEffect, useRef, useState} from 'preact/hooks';

/**
 * Asks again and again, as long as period(value) says after how many milliseconds; null is the end.
 * Returns the last value, also when a later attempt failed.
 */
export function usePolled(ask, period, keys) {
    const [state, setState] = useState({value: null, error: null});
    const poke = useRef(() => {});
    useEffect(() => {
        let timer;
        let closed = false;
        let turn = 0;
        let value = null;
        const put = next => {
            value = next;
            setState({value, error: null});
        };
        const go = async () => {
            clearTimeout(timer);
            const mine = ++turn;
            let wait;
            try {
                const answer = await ask();
                if (closed || mine !== turn) {
                    return;
                }
                put(answer);
                wait = period(answer, null);
            } catch (error) {
                if (closed || mine !== turn) {
                    return;
                }
                setState({value, error});
                wait = period(value, error);
            }
            if (wait !== null) {
                timer = setTimeout(go, wait);
            }
        };
        // An answer that came on another way replaces what is on its way.
        poke.current = next => {
            if (next !== undefined) {
                turn++;
                put(next);
                clearTimeout(timer);
                const wait = period(next, null);
                if (wait !== null) {
                    timer = setTimeout(go, wait);
                }
            } else {
                go();
            }
        };
        setState({value: null, error: null});
        go();
        return () => {
            closed = true;
            clearTimeout(timer);
        };
    }, keys);
    return {...state, poke: next => poke.current(next)};
}

/** The size of an element, in CSS pixels. */
export function useSize(ref) {
    const [size, setSize] = useState({width: 0, height: 0});
    useEffect(() => {
        const observer = new ResizeObserver(([{contentRect: {width, height}}]) => setSize({width, height}));
        observer.observe(ref.current);
        return () => observer.disconnect();
    }, []);
    return size;
}

/** The time, each second while it is wanted. */
export function useNow(wanted) {
    const [now, setNow] = useState(Date.now());
    useEffect(() => {
        if (!wanted) {
            return undefined;
        }
        setNow(Date.now());
        const timer = setInterval(() => setNow(Date.now()), 1000);
        return () => clearInterval(timer);
    }, [wanted]);
    return now;
}

/** Where a key has a meaning of its own; a checkbox has none for letters and arrows. */
const TYPED_INTO = 'select, textarea, input:not([type="checkbox"], [type="file"])';

/** Keys of the page as a whole, by their name; not while somebody types. */
export function useShortcuts(actions) {
    // Read when a key is pressed: a key right after a change of the page means the page as it is then.
    const current = useRef();
    current.current = actions;
    useEffect(() => {
        const onKey = event => {
            const {target} = event;
            if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented
                || target.isContentEditable || target.matches?.(TYPED_INTO)) {
                return;
            }
            const action = current.current[event.key];
            if (action) {
                event.preventDefault();
                action();
            }
        };
        document.addEventListener('keydown', onKey);
        return () => document.removeEventListener('keydown', onKey);
    }, []);
}
