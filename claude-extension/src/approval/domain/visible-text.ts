import { LookAlikes } from './look-alikes';

/** A piece of a text: shown as it is, or a character that would mislead and is pointed out. */
export interface VisibleRun {
    readonly text: string;
    /**
     * Present for characters that must be pointed out, like `U+202E`. `text` is then a stand-in for what is not seen, or
     * the character itself where it is seen.
     */
    readonly codePoint?: string;
    /** For a character that looks like another one: which. */
    readonly alike?: string;
    /** How many of the same follow each other; absent for one. */
    readonly count?: number;
}

/**
 * Characters that are not seen, or that change how their neighbours are shown: controls, bidirectional and other format
 * characters, spaces that are not the common one, fillers, line separators, halves of surrogate pairs.
 */
const UNSEEN =
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Me}\u{115F}\u{1160}\u{2800}\u{3164}\u{FFA0}]|(?![ ])\p{Zs}/u;
/** Marks that lie over the letter before and hide it: strokes and the like, by ranges of their numbers. */
const OVERLAYS = [
    [0x334, 0x338],
    [0x20d2, 0x20d3],
    [0x20d8, 0x20da],
    [0x20e5, 0x20eb]
];
/** What everybody can see: it needs no closer look. */
const PLAIN = /^[\n\t\x20-\x7e]*$/;
const PLAIN_RUN = /[\n\t\x20-\x7e]+/y;
/** How the controls are called, by their number. */
const C0_NAMES =
    'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
        ' '
    );
/** After so many that are pointed out, the others become text, like `⟨U+202E⟩`: all is still shown, and a page can show it. */
const MAX_MARKS = 1_000;

/**
 * A text cut into what may be shown as it is and what must be pointed out, so that a person who approves it sees all of
 * it. New lines and tabs are kept: a view shows them as what they are.
 */
export function visibleRuns(text: string): VisibleRun[] {
    return PLAIN.test(text) ? (text ? [{ text }] : []) : new RunCutter(text).cut();
}

/** Whether a text has characters that are not seen. */
export function hasUnseen(text: string): boolean {
    return !PLAIN.test(text) && visibleRuns(text).some(run => run.codePoint !== undefined && run.alike === undefined);
}

/** Whether a text has characters that look like others. */
export function hasAlike(text: string): boolean {
    return !PLAIN.test(text) && visibleRuns(text).some(run => run.alike !== undefined);
}

class RunCutter {
    private readonly runs: VisibleRun[] = [];
    private plain: string[] = [];
    private marks = 0;
    private readonly alikes: LookAlikes;

    constructor(private readonly text: string) {
        this.alikes = new LookAlikes(text);
    }

    cut(): VisibleRun[] {
        const { text } = this;
        for (let at = 0; at < text.length;) {
            PLAIN_RUN.lastIndex = at;
            const [plain] = PLAIN_RUN.exec(text) ?? [];
            if (plain !== undefined) {
                this.plain.push(plain);
                at += plain.length;
            } else {
                const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
                this.take(character, at);
                at += character.length;
            }
        }
        this.endPlain();
        return this.runs;
    }

    private take(character: string, at: number): void {
        const isUnseen = UNSEEN.test(character) || isOverlay(character);
        const alike = isUnseen ? undefined : this.alikes.of(character, at);
        if (alike === undefined && !isUnseen) {
            this.plain.push(character);
            return;
        }
        const run = marked(character, alike);
        const last = this.runs.at(-1);
        if (this.plain.length === 0 && last && last.codePoint === run.codePoint && alike === undefined) {
            this.runs[this.runs.length - 1] = { ...last, count: (last.count ?? 1) + 1 };
        } else if (this.marks >= MAX_MARKS) {
            this.plain.push(`⟨${run.codePoint ?? ''}⟩`);
        } else {
            this.marks++;
            this.endPlain();
            this.runs.push(run);
        }
    }

    private endPlain(): void {
        if (this.plain.length > 0) {
            this.runs.push({ text: this.plain.join('') });
            this.plain = [];
        }
    }
}

function isOverlay(character: string): boolean {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x300 && OVERLAYS.some(([first, last]) => code >= first && code <= last);
}

function marked(character: string, alike: string | undefined): VisibleRun {
    const code = character.codePointAt(0) ?? 0;
    const codePoint = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    if (alike !== undefined) {
        return { text: character, codePoint, alike };
    }
    return { text: C0_NAMES[code] ?? (code === 0x7f ? 'DEL' : codePoint), codePoint };
}
