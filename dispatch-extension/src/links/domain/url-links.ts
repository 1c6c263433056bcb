/** An address in a line of output. */
export interface UrlLink {
    /** Where it begins in the line, and its length, in UTF-16 units. */
    readonly start: number;
    readonly length: number;
    /** What is opened. */
    readonly url: string;
}

const WITH_SCHEME = /\b(?:https?|file):\/\/[^\s"'`<>\\^{|}]+|\bmailto:[^\s"'`<>()]+@[^\s"'`<>()]+/gi;
/** A server of one's own, as it introduces itself: `localhost:5173`, `127.0.0.1:8080/path`. */
const LOCAL_SERVER = /(?<![\w.:/@-])(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):\d{2,5}(?:\/[^\s"'`<>\\^{|}]*)?/gi;
const TRAILING = /[.,;:!?'*…]+$/;

/** The addresses in a line, by their place. What follows a sentence or closes a bracket around it is no part of it. */
export function findUrls(text: string): UrlLink[] {
    const links = [...text.matchAll(WITH_SCHEME)].map(match => linkOf(match.index, trimmed(match[0]), ''));
    for (const match of text.matchAll(LOCAL_SERVER)) {
        links.push(linkOf(match.index, trimmed(match[0]), 'http://'));
    }
    return links
        .filter(({ url }) => /^(?:https?:\/\/[\w[\u0080-\uffff]|file:\/\/\/?\w|mailto:\w)/i.test(url))
        .sort((a, b) => a.start - b.start);
}

function linkOf(start: number, text: string, scheme: string): UrlLink {
    return { start, length: text.length, url: scheme + text };
}

/** Without closing brackets that were opened before it, and the dot of a sentence: `(see https://a.b/c_(d))`. */
function trimmed(text: string): string {
    let end = text;
    for (;;) {
        const before = end;
        end = end.replace(TRAILING, '');
        const last = end.at(-1);
        if (
            (last === ')' && count(end, ')') > count(end, '(')) ||
            (last === ']' && count(end, ']') > count(end, '['))
        ) {
            end = end.slice(0, -1);
        }
        if (end === before) {
            return end;
        }
    }
}

function count(text: string, character: string): number {
    return text.split(character).length - 1;
}
