import { findUrls } from '../domain/url-links';

/** What may be done with the target of a program's hyperlink (OSC 8). */
export type HyperlinkVerdict = 'open' | 'confirm' | 'refuse';

const ALLOWED = new Set(['http:', 'https:', 'file:', 'mailto:']);

/**
 * Whether a hyperlink may be followed: only the web, files and mail; with a question where the text that is shown is an
 * address itself, and another one than the target.
 *
 * @param line the whole line in which it is shown, with its wrapped parts
 * @param at where in it the pointed-at part of the link begins, in UTF-16 units
 */
export function judgeHyperlink(target: string, line: string, at: number): HyperlinkVerdict {
    if (!URL.canParse(target) || !ALLOWED.has(new URL(target).protocol)) {
        return 'refuse';
    }
    const shown = shownAddress(line, at);
    return shown === undefined || sameAddress(shown, target) ? 'open' : 'confirm';
}

/** The address that stands at this place of a line, also one without scheme, like `example.com/path`. */
function shownAddress(line: string, at: number): string | undefined {
    const url = findUrls(line).find(({ start, length }) => start <= at && at < start + length);
    if (url) {
        return url.url;
    }
    const word = /^\S+/.exec(line.slice(line.lastIndexOf(' ', at) + 1))?.[0] ?? '';
    return /^(?:www\.)?(?:[a-z\d-]+\.)+(?:com|org|net|edu|gov|io|dev|app|ai|co|uk|de)(?:[/:?#]\S*)?$/i.test(word)
        ? `https://${word}`
        : undefined;
}

/** The same server and place; http or https, with or without `www.` and a last slash. */
function sameAddress(shown: string, target: string): boolean {
    return canonical(shown) === canonical(target);
}

function canonical(address: string): string {
    const url = new URL(address);
    return `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/$/, '')}${url.search}${url.hash}`;
}
