/**
 * What a terminal answers by itself when a program asks it something: device attributes, status and cursor reports,
 * mode reports, colours, window reports, and reports of the focus. Source: xterm 6, `InputHandler`.
 */
const REPLY = new RegExp(
    [
        '\\x1b\\[[?>=]?[\\d;]*c', // DA1, DA2, DA3
        '\\x1b\\[\\??[\\d;]*[nR]', // DSR, CPR
        '\\x1b\\[\\??[\\d;]+\\$y', // DECRPM
        '\\x1b\\[[\\d;]+t', // window reports
        '\\x1b\\[\\?[\\d;]*u', // keyboard protocol
        '\\x1b\\[[IO]', // focus
        '\\x1bP[^\\x1b]*\\x1b\\\\', // DECRQSS, XTVERSION, XTGETTCAP
        '\\x1b\\][\\d;]+rgb:[^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)' // colours
    ].join('|'),
    'y'
);

const ESCAPE = 0x1b;
/** Replies come one by one; what is longer was pasted. In bytes. */
const MAX_REPLY_BYTES = 4_096;

/** Whether `data`, as xterm gives it out, holds nothing but such answers: nobody typed it. */
export function isReply(data: string): boolean {
    REPLY.lastIndex = 0;
    while (REPLY.lastIndex < data.length) {
        if (!REPLY.test(data)) {
            return false;
        }
    }
    return data.length > 0;
}

/** Reports of a mouse that only moves, as programs may ask for: SGR, then the old encoding. */
const IDLE_MOUSE = new RegExp(
    ['^(?:', '\\x1b\\[<(?:35|39|43|47|51|55|59|63);\\d+;\\d+[Mm]', '|', '\\x1b\\[M[CGKOSW[_][^]{2}', ')+$'].join('')
);

/** Whether input of a terminal was made by somebody, not by the terminal itself or a mouse that passes over it. */
export function isSomebody(bytes: Uint8Array): boolean {
    if (bytes[0] !== ESCAPE) {
        return true;
    }
    const text = String.fromCharCode(...bytes.subarray(0, MAX_REPLY_BYTES));
    return bytes.length > MAX_REPLY_BYTES || !(isReply(text) || IDLE_MOUSE.test(text));
}
