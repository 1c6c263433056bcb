/**
 * Where to go after signing in: only ever a path of ours. A full address, `//host`, `/\host`, or anything that a browser
 * would read as another origin becomes `/`.
 */
export function safeNext(next: unknown): string {
    if (typeof next !== 'string' || next.length > 4_096 || !/^\/(?![/\\])/.test(next) || hasControlCharacter(next)) {
        return '/';
    }
    const base = 'http://own.invalid';
    const url = URL.parse(next, base);
    if (!url || url.origin !== base || url.pathname.startsWith('//') || /^\/(sign-in|door)(\/|$)/.test(url.pathname)) {
        return '/';
    }
    return url.pathname + url.search + url.hash;
}

function hasControlCharacter(text: string): boolean {
    return [...text].some(character => character < ' ' || character === '\u007f');
}
