import { EscapeBoundary } from './escape-boundary';

const BEL = 0x07;
const SO = 0x0e;
const SI = 0x0f;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
/** Of colours and weights set one after the other without a reset, this many are kept. */
const MAX_STYLES = 64;
/** A longer control string is not kept, in bytes. */
const MAX_CARRY_BYTES = 64 * 1024;
/** The private modes that switch to the alternate screen and back. */
const ALTERNATE: ReadonlySet<string> = new Set(['?47', '?1047', '?1049']);
interface SavedStyles {
    styles: Uint8Array[];
    styled: boolean;
}

const CLEAR_SCREEN = '\x1b[r\x1b[H\x1b[2J\x1b[3J';

/**
 * Reads output that is left out of a terminal, and keeps of it what lasts: modes, margins, character sets, cursor shape,
 * style, title, link. The text is not looked at: it jumps from escape to escape, many times as fast as a parse.
 *
 * For one piece that is left out. Positions are bytes from its beginning.
 */
export class StateScan {
    private readonly lasting = new Map<string, Uint8Array>();
    private styles: Uint8Array[] = [];
    /** Of the piece that is read, beginning and end of each; so many numbers as `newCount`. */
    private readonly newStyles = new Int32Array(4 * MAX_STYLES);
    private newCount = 0;
    /** Saved with the cursor of each screen; `undefined` when that was before the piece. */
    private saved: { normal?: SavedStyles; alternate?: SavedStyles } = {};
    private styled = false;
    private wasReset = false;
    private enteredAt?: number;
    private scanned = 0;
    /** Of a sequence that is not finished. */
    private carry: Uint8Array;

    /** `unfinished`: of a sequence that began before the piece. `alternate`: whether that screen is shown there. */
    constructor(
        unfinished: Uint8Array,
        private alternate: boolean
    ) {
        this.carry = unfinished;
    }

    /** Whether the alternate screen is shown at the end of what was read. */
    get isAlternate(): boolean {
        return this.alternate;
    }

    /** Where the alternate screen was entered that is shown at the end; `undefined` when that was before the piece. */
    get alternateSince(): number | undefined {
        return this.alternate ? this.enteredAt : undefined;
    }

    /** Goes on over output, of which no memory is kept. A Buffer is searched many times as fast as another array. */
    feed(piece: Uint8Array): void {
        const base = this.scanned - this.carry.length;
        const bytes = this.carry.length > 0 ? joined([this.carry, piece]) : piece;
        this.carry = new Uint8Array(0);
        this.scanned += piece.length;
        for (let start = nextEscape(bytes, 0); start >= 0;) {
            const end = endOfSequence(bytes, start);
            if (end === undefined) {
                this.carry = shortened(copied(bytes, start));
                break;
            }
            this.sequence(bytes, start, end, base);
            start = nextEscape(bytes, end);
        }
        this.holdStyles(bytes);
        this.shifts(piece);
    }

    /** What brings a terminal that was left where the piece begins to its end, on an empty screen. */
    result(): Uint8Array {
        const { lasting } = this;
        const alternate = lasting.get('alternate');
        const style = this.styled ? '\x1b[m' : '';
        const boundary = new EscapeBoundary();
        boundary.feed(this.carry);
        return joined([
            ascii(`\x18${this.wasReset ? '\x1bc' : ''}`),
            ...(alternate ? [alternate] : []),
            ascii(`${style}${this.alternate ? '' : CLEAR_SCREEN}`),
            ...[...lasting].flatMap(([key, bytes]) => (key === 'alternate' ? [] : [bytes])),
            ...this.styles,
            boundary.pending
        ]);
    }

    private sequence(bytes: Uint8Array, start: number, end: number, base: number): void {
        switch (bytes[start + 1]) {
            case 0x5b: // [
                return this.control(bytes, start, end, base);
            case 0x5d: // ]
                return this.command(bytes, start, end);
            case 0x37: // 7
                return this.saveStyles(bytes);
            case 0x38: // 8
                return this.restoreStyles();
            case 0x63: // c
                return this.hardReset();
            case 0x3d: // =
            case 0x3e: // >
                return this.keep('keypad', bytes, start, end);
            case 0x28: // ( ) * +
            case 0x29:
            case 0x2a:
            case 0x2b:
                return this.keep(`charset ${bytes[start + 1]}`, bytes, start, end);
        }
    }

    private control(bytes: Uint8Array, start: number, end: number, base: number): void {
        switch (bytes[end - 1]) {
            case 0x6d: // m
                return this.style(bytes, start, end);
            case 0x68: // h
            case 0x6c: // l
                return this.modes(bytes, start, end, base);
            case 0x72: // r
                return isParameter(bytes[end - 2]) ? this.keep('margins', bytes, start, end) : undefined;
            case 0x71: // q
                return bytes[end - 2] === 0x20 ? this.keep('cursor', bytes, start, end) : undefined;
            case 0x70: // p
                return bytes[end - 2] === 0x21 ? this.softReset() : undefined;
        }
    }

    private style(bytes: Uint8Array, start: number, end: number): void {
        const first = bytes[start + 2];
        if (first === 0x3e || first === 0x3f) {
            return;
        }
        const isReset = first === 0x6d || (first === 0x30 && !(bytes[start + 3] >= 0x30 && bytes[start + 3] <= 0x39));
        if (isReset) {
            this.forgetStyles();
        }
        if (this.newCount === this.newStyles.length) {
            this.newStyles.copyWithin(0, 2 * MAX_STYLES);
            this.newCount -= 2 * MAX_STYLES;
            this.styles = [];
        }
        this.newStyles[this.newCount++] = start;
        this.newStyles[this.newCount++] = end;
    }

    /** They are many, and few of them count: so they are only copied at the end of a piece. */
    private holdStyles(bytes: Uint8Array): void {
        for (let index = 0; index < this.newCount; index += 2) {
            this.styles.push(copied(bytes, this.newStyles[index], this.newStyles[index + 1]));
        }
        this.newCount = 0;
        this.styles.splice(0, this.styles.length - MAX_STYLES);
    }

    private forgetStyles(): void {
        this.styled = true;
        this.newCount = 0;
        if (this.styles.length > 0) {
            this.styles = [];
        }
    }

    private modes(bytes: Uint8Array, start: number, end: number, base: number): void {
        const text = textOf(bytes, start + 2, end - 1);
        const prefix = text.startsWith('?') ? '?' : '';
        const final = String.fromCharCode(bytes[end - 1]);
        for (const mode of text.slice(prefix.length).split(';')) {
            const name = prefix + mode;
            const isAlternate = ALTERNATE.has(name);
            if (isAlternate) {
                this.switchScreen(bytes, name === '?1049', final === 'h', base + start);
            }
            if (name !== '?1048') {
                this.keepAs(isAlternate ? 'alternate' : name, ascii(`\x1b[${name}${final}`));
            }
        }
    }

    private switchScreen(bytes: Uint8Array, withCursor: boolean, toAlternate: boolean, at: number): void {
        if (withCursor && toAlternate) {
            this.saveStyles(bytes);
        }
        if (toAlternate !== this.alternate) {
            this.enteredAt = at;
            this.alternate = toAlternate;
            this.lasting.delete('margins');
        }
        if (withCursor && !toAlternate) {
            this.restoreStyles();
        }
    }

    private saveStyles(bytes: Uint8Array): void {
        this.holdStyles(bytes);
        this.saved[this.alternate ? 'alternate' : 'normal'] = { styles: [...this.styles], styled: this.styled };
    }

    /** What was saved before the piece is restored where it is left. */
    private restoreStyles(): void {
        const { styles, styled } = this.saved[this.alternate ? 'alternate' : 'normal'] ?? { styles: [], styled: false };
        this.forgetStyles();
        this.styles.push(...styles);
        this.styled = styled;
    }

    private command(bytes: Uint8Array, start: number, end: number): void {
        const separator = bytes.indexOf(0x3b, start);
        const number = separator < 0 || separator > end ? '' : textOf(bytes, start + 2, separator);
        const key = number === '8' ? 'link' : number === '0' || number === '2' ? 'title' : undefined;
        if (key) {
            const terminator = bytes[end - 1] === BEL ? '' : '\x1b\\';
            this.keepAs(key, joined([copied(bytes, start, end), ascii(terminator)]));
        }
    }

    private hardReset(): void {
        const title = this.lasting.get('title');
        this.lasting.clear();
        this.forgetStyles();
        this.saved = {};
        this.wasReset = true;
        this.alternate = false;
        if (title) {
            this.lasting.set('title', title);
        }
    }

    /** What it resets depends on the terminal, so it is brought along in its place. */
    private softReset(): void {
        this.keepAs('soft reset', ascii('\x1b[!p'));
        this.forgetStyles();
    }

    private shifts(bytes: Uint8Array): void {
        const out = bytes.lastIndexOf(SO);
        const back = bytes.lastIndexOf(SI);
        if (out !== back) {
            this.keepAs('shift', Uint8Array.of(out > back ? SO : SI));
        }
    }

    private keep(key: string, bytes: Uint8Array, start: number, end: number): void {
        this.keepAs(key, copied(bytes, start, end));
    }

    /** The last one counts, at its place in the order. */
    private keepAs(key: string, sequence: Uint8Array): void {
        this.lasting.delete(key);
        this.lasting.set(key, sequence);
    }
}

/** Where the next escape is, from `from` on; -1 for nowhere. The next one is often near: a call would cost more. */
export function nextEscape(bytes: Uint8Array, from: number): number {
    const near = Math.min(bytes.length, from + 64);
    for (let index = from; index < near; index++) {
        if (bytes[index] === ESC) {
            return index;
        }
    }
    return bytes.indexOf(ESC, near);
}

/** One behind the last byte of the sequence that begins at `start`; `undefined` when that is not there yet. */
function endOfSequence(bytes: Uint8Array, start: number): number | undefined {
    switch (bytes[start + 1]) {
        case 0x5b: // [
            return endWhere(bytes, start + 2, 0x40, 0x7e);
        case 0x5d: // ]
            return endWhere(bytes, start + 2, BEL, BEL);
        case 0x50: // P X ^ _
        case 0x58:
        case 0x5e:
        case 0x5f:
            return endWhere(bytes, start + 2, CAN, CAN);
        default:
            return endWhere(bytes, start + 1, 0x30, 0xff);
    }
}

/** ESC ends every sequence and begins the next one, which for a string is its terminator. */
function endWhere(bytes: Uint8Array, from: number, firstLast: number, lastLast: number): number | undefined {
    for (let index = from; index < bytes.length; index++) {
        const byte = bytes[index];
        if (byte === ESC) {
            return index;
        }
        if ((byte >= firstLast && byte <= lastLast) || byte === CAN || byte === SUB) {
            return index + 1;
        }
    }
    return undefined;
}

/** What is too long to be kept goes on as a string of the same kind that means nothing. */
function shortened(unfinished: Uint8Array): Uint8Array {
    if (unfinished.length <= MAX_CARRY_BYTES) {
        return unfinished;
    }
    return unfinished[1] === 0x5d ? ascii('\x1b]99999;') : unfinished.slice(0, 2);
}

/** A digit, a separator or the beginning of the parameters. */
function isParameter(byte: number): boolean {
    return (byte >= 0x30 && byte <= 0x3b) || byte === 0x5b;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
    return String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 100)));
}

/** `slice` of a Buffer does not copy, and what was fed may be written over. */
function copied(bytes: Uint8Array, start: number, end?: number): Uint8Array {
    return new Uint8Array(bytes.subarray(start, end));
}

function ascii(text: string): Uint8Array {
    return Uint8Array.from(text, char => char.charCodeAt(0));
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
    const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
        all.set(piece, at);
        at += piece.length;
    }
    return all;
}
