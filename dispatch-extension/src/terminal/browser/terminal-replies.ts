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
