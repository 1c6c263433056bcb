/** A piece of a text: shown as it is, or a character that would not be seen and is shown by its name. */
export interface VisibleRun {
    readonly text: string;
    /** Present for a character that must be pointed out, like `U+202E`. `text` is then a stand-in for it. */
    readonly codePoint?: string;
}

/**
 * Characters that are not seen, or that change how their neighbours are shown: controls, bidirectional and other format
 * characters, spaces that are not the common one, fillers, line separators, halves of surrogate pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u{115F}\u{1160}\u{2800}\u{3164}\u{FFA0}]|(?![ ])\p{Zs}/u;
/** How the controls are called, by their number. */
const C0_NAMES =
    'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
        ' '
    );

/**
 * A text cut into what may be shown as it is and what must be made visible, so that a person who approves it sees all of
 * it. New lines and tabs are kept: a view shows them as what they are.
 */
export function visibleRuns(text: string): VisibleRun[] {
    const runs: VisibleRun[] = [];
    let plain = '';
    for (const character of text) {
        if (character === '\n' || character === '\t' || !UNSEEN.test(character)) {
            plain += character;
            continue;
        }
        if (plain) {
            runs.push({ text: plain });
            plain = '';
        }
        runs.push(marked(character));
    }
    return plain ? [...runs, { text: plain }] : runs;
}

/** Whether a text has characters that must be pointed out. */
export function hasUnseen(text: string): boolean {
    return visibleRuns(text).some(run => run.codePoint !== undefined);
}

function marked(character: string): VisibleRun {
    const code = character.codePointAt(0) ?? 0;
    const codePoint = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    return { text: C0_NAMES[code] ?? (code === 0x7f ? 'DEL' : codePoint), codePoint };
}
