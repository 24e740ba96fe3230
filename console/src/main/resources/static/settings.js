// What is kept between visits. A browser that refuses storage forgets it, and nothing else happens.
const PREFIX = 'changgou-seata.console.';

export function kept(name) {
    try {
        return localStorage.getItem(PREFIX + name);
    } catch {
        return null;
    }
}

export function keep(name, value) {
    try {
        localStorage.setItem(PREFIX + name, value);
    } catch {
        // it lasts as long as the page
    }
}
