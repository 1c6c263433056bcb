const MARK = Uint8Array.from('\x1b]7717;', character => character.charCodeAt(0));
const BEL = 0x07;
const ESC = 0x1b;
/** A longer one is none of ours, in bytes. */
const MAX_MARK_BYTES = 128;

/** Finds `MARK` in bytes, as `indexOf` does. */
export type FindBytes = (bytes: Uint8Array, wanted: Uint8Array, from: number) => number;

/** Who is told what comes, in order. */
export interface MarkListener {
    /** Output of the program. The bytes belong to somebody else. */
    output(bytes: Uint8Array): void;
    /** What stands in a mark, between its prefix and its BEL. */
    mark(text: string): void;
}

/** Tells the marks of our shell (`ESC ] 7717 ; … BEL`) from the output around them, which comes in pieces cut anywhere. */
export class ShellMarks {
    private held: Uint8Array = new Uint8Array(0);

    /** `find`: the fastest way that the runtime has. */
    constructor(
        private readonly listener: MarkListener,
        private readonly find: FindBytes = findBytes
    ) {}

    feed(piece: Uint8Array): void {
        const bytes = this.held.length === 0 ? piece : concat(this.held, piece);
        this.held = new Uint8Array(0);
        let from = 0;
        for (let start = this.find(bytes, MARK, 0); start >= 0; start = this.find(bytes, MARK, from)) {
            const textAt = start + MARK.length;
            const end = bytes.subarray(0, textAt + MAX_MARK_BYTES).indexOf(BEL, textAt);
            if (end < 0 && bytes.length - start < MAX_MARK_BYTES) {
                this.output(bytes, from, start);
                this.held = bytes.slice(start);
                return;
            }
            // one without an end is output like all else
            const next = end < 0 ? textAt : end + 1;
            this.output(bytes, from, end < 0 ? next : start);
            if (end >= 0) {
                this.listener.mark(String.fromCharCode(...bytes.subarray(textAt, end)));
            }
            from = next;
        }
        const rest = beginningAt(bytes, from);
        this.output(bytes, from, rest);
        this.held = bytes.slice(rest);
    }

    private output(bytes: Uint8Array, from: number, to: number): void {
        if (to > from) {
            this.listener.output(bytes.subarray(from, to));
        }
    }
}

/** Where a mark begins of which the rest has not come yet; the end where there is none. */
function beginningAt(bytes: Uint8Array, from: number): number {
    for (let at = Math.max(from, bytes.length - MARK.length + 1); at < bytes.length; at++) {
        if (bytes[at] === ESC && bytes.subarray(at).every((byte, index) => byte === MARK[index])) {
            return at;
        }
    }
    return bytes.length;
}

function findBytes(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
    for (let at = bytes.indexOf(wanted[0], from); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
        if (wanted.every((byte, index) => bytes[at + index] === byte)) {
            return at;
        }
    }
    return -1;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
    const whole = new Uint8Array(a.length + b.length);
    whole.set(a);
    whole.set(b, a.length);
    return whole;
}
