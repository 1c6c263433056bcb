import { Span } from './hidden-spans';

const PREFIX = [0x1b, 0x5d, 0x36, 0x33, 0x33, 0x3b];
const BEL = 0x07;
const ESC = 0x1b;
const BACKSLASH = 0x5c;

/** The marks of shells in a piece of output, by index. */
export interface ShellMarks {
    readonly spans: readonly Span[];
    /** Where one begins that goes on behind the piece; the length where there is none. */
    readonly openAt: number;
}

/**
 * Finds the marks by which a shell tells what it runs (OSC 633). They hold a word that proves to this installation that
 * the shell itself has said it, so they must not leave it with a recording.
 */
export function findShellMarks(bytes: Uint8Array): ShellMarks {
    const spans: Span[] = [];
    for (let from = bytes.indexOf(ESC); from >= 0; from = bytes.indexOf(ESC, from + 1)) {
        const matching = PREFIX.findIndex((byte, index) => bytes[from + index] !== byte);
        const isCut = matching > 0 && from + matching === bytes.length;
        const to = matching < 0 ? endOf(bytes, from + PREFIX.length) : undefined;
        if (isCut || (matching < 0 && to === undefined)) {
            return { spans, openAt: from };
        }
        if (to !== undefined) {
            spans.push({ from, to });
            from = to - 1;
        }
    }
    return { spans, openAt: bytes.length };
}

/** Behind the terminator; undefined where it is not there yet. A sequence that begins inside ends it as well. */
function endOf(bytes: Uint8Array, from: number): number | undefined {
    for (let index = from; index < bytes.length; index++) {
        if (bytes[index] === BEL) {
            return index + 1;
        }
        if (bytes[index] === ESC) {
            const next = bytes[index + 1];
            return next === undefined ? undefined : next === BACKSLASH ? index + 2 : index;
        }
    }
    return undefined;
}

/** A part of a piece without what lies in `spans`. */
export function withoutSpans(bytes: Uint8Array, { from, to }: Span, spans: readonly Span[]): Uint8Array {
    const touched = spans.filter(span => span.from < to && span.to > from);
    if (touched.length === 0) {
        return bytes.subarray(from, to);
    }
    const kept = bytes.slice(from, to);
    let length = 0;
    let position = from;
    for (const span of [...touched, { from: to, to }]) {
        if (span.from > position) {
            kept.set(bytes.subarray(position, span.from), length);
            length += span.from - position;
        }
        position = Math.max(position, span.to);
    }
    return kept.subarray(0, length);
}
