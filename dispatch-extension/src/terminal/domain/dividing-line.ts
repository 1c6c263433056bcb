/** Leaves whatever the earlier program had set: alternate screen, mouse, paste, keys, margins, colours. */
const AS_NEW = [
    // not 1049, which would also put the cursor where it was saved last, over what is shown
    '\x1b[?1047l',
    ...[9, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004, 2026].map(mode => `\x1b[?${mode}l`),
    '\x1b[!p',
    '\x1b[?25h',
    '\x1b[0m'
].join('');

/** What a terminal shows between the end of one program and the start of the next. */
export interface DividingLine {
    /** When it was started again, in ms. */
    atMs: number;
    /** Where it was started, if not in its own folder. */
    elsewhere?: { wanted: string; used: string };
}

/**
 * The line as it is written into the output, so that every viewer and the log have it. It sets the terminal back first:
 * a program that was killed could not. The time is that of this machine.
 */
export function dividingLine({ atMs, elsewhere }: DividingLine): string {
    const date = new Date(atMs).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
    const where = elsewhere
        ? `\r\n\x1b[2m${printable(elsewhere.wanted)} is not there any more; this is ${printable(elsewhere.used)}\x1b[0m`
        : '';
    return `${AS_NEW}\r\n\x1b[2m──── started again, ${date} ────\x1b[0m${where}\r\n`;
}

/** A folder may have any name, also one that would say something to a terminal. */
function printable(text: string): string {
    return text.replaceAll(/\p{Cc}/gu, '?');
}
