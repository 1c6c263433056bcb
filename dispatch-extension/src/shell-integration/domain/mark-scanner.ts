/** An OSC sequence by which shells tell what they do: 633 (VS Code), 133 (FinalTerm) or 7 (folder). */
export interface ShellSequence {
    readonly osc: 633 | 133 | 7;
    /** What stands behind the number and its semicolon. */
    readonly text: string;
    /** The position of its ESC, in bytes of the output. */
    readonly start: number;
    /** The position after its terminator. */
    readonly end: number;
}

/** Finds `ESC ]` in bytes, as `indexOf` does: the position, or -1. */
export type FindOsc = (bytes: Uint8Array, from: number) => number;

/** A longer sequence is none of ours, in bytes. */
const MAX_SEQUENCE_BYTES = 160 * 1024;
const ESC = 0x1b;
const BRACKET = 0x5d;
const BACKSLASH = 0x5c;
const BEL = 0x07;
const PREFIXES = ([633, 133, 7] as const).map(osc => ({ osc, bytes: Uint8Array.from(`${osc};`, codeOf) }));
const LONGEST_PREFIX = 6;
const decoder = new TextDecoder();

/**
 * Finds the sequences of shells in output that comes in pieces, cut anywhere.
 *
 * It is on the way of every byte, so it looks for `ESC ]` and at nothing else. It keeps at most one unfinished sequence.
 */
export class MarkScanner {
    private held: Uint8Array = new Uint8Array(0);
    private nextAt = -1;

    /** `find`: the fastest way that the runtime has. */
    constructor(private readonly find: FindOsc = findOsc) {}

    /** The sequences that end in this piece, in order. A piece that does not follow the last one begins anew. */
    feed(piece: Uint8Array, at: number): readonly ShellSequence[] {
        const held = this.nextAt === at ? this.held : new Uint8Array(0);
        this.nextAt = at + piece.length;
        if (held.length === 0) {
            return this.scan(piece, at);
        }
        const bytes = new Uint8Array(held.length + piece.length);
        bytes.set(held);
        bytes.set(piece, held.length);
        return this.scan(bytes, at - held.length);
    }

    private scan(bytes: Uint8Array, at: number): readonly ShellSequence[] {
        let found: ShellSequence[] | undefined;
        let from = 0;
        for (;;) {
            const start = this.find(bytes, from);
            if (start < 0) {
                this.hold(bytes, bytes.at(-1) === ESC ? bytes.length - 1 : bytes.length);
                return found ?? NONE;
            }
            const prefix = prefixAt(bytes, start + 2);
            if (!prefix) {
                if (bytes.length - start < LONGEST_PREFIX) {
                    this.hold(bytes, start);
                    return found ?? NONE;
                }
                from = start + 2;
                continue;
            }
            const textAt = start + 2 + prefix.bytes.length;
            const close = closeOf(bytes, textAt);
            if (close === undefined) {
                this.hold(bytes, bytes.length - start > MAX_SEQUENCE_BYTES ? bytes.length : start);
                return found ?? NONE;
            }
            if (close.proper) {
                const text = decoder.decode(bytes.subarray(textAt, close.at));
                found ??= [];
                found.push({ osc: prefix.osc, text, start: at + start, end: at + close.end });
            }
            from = close.end;
        }
    }

    /** Copied: the bytes belong to somebody else, and `slice` of a Buffer does not copy. */
    private hold(bytes: Uint8Array, from: number): void {
        this.held = new Uint8Array(bytes.subarray(from));
    }
}

const NONE: readonly ShellSequence[] = [];

function findOsc(bytes: Uint8Array, from: number): number {
    for (let at = bytes.indexOf(ESC, from); at >= 0; at = bytes.indexOf(ESC, at + 1)) {
        if (bytes[at + 1] === BRACKET) {
            return at;
        }
    }
    return -1;
}

function prefixAt(bytes: Uint8Array, at: number): (typeof PREFIXES)[number] | undefined {
    return PREFIXES.find(prefix => prefix.bytes.every((byte, index) => bytes[at + index] === byte));
}

/** Where the text ends and the terminator ends. Improper: cut off by another sequence, or by a control that cancels. */
function closeOf(bytes: Uint8Array, from: number): { at: number; end: number; proper: boolean } | undefined {
    for (let at = from; at < bytes.length; at++) {
        const byte = bytes[at];
        if (byte === BEL) {
            return { at, end: at + 1, proper: true };
        }
        if (byte === ESC) {
            if (at + 1 === bytes.length) {
                return undefined;
            }
            const proper = bytes[at + 1] === BACKSLASH;
            return { at, end: proper ? at + 2 : at, proper };
        }
        if (byte === 0x18 || byte === 0x1a) {
            return { at, end: at + 1, proper: false };
        }
    }
    return undefined;
}

function codeOf(character: string): number {
    return character.charCodeAt(0);
}
