import { StateScan } from '../../domain/state-scan';

const SCAN_BYTES = 256 * 1024;
const LF = 0x0a;

/** The output of a terminal, by position in bytes. */
export interface MirrorSource {
    readonly start: number;
    readonly end: number;
    /** 1 to `budget` bytes; `undefined` where there is nothing. `room`: memory that may be used for them, see `SegmentReader`. */
    read(from: number, budget: number, room?: Uint8Array): Uint8Array | undefined;
    nextRetained(from: number): number;
}

/** The position behind the `lines`-last line feed before `end`, not before `first`; there at the next whole character. */
export function beginOfLines(source: MirrorSource, end: number, first: number, lines: number): number {
    const tail = readWhole(source, first, end);
    let position = tail.length;
    for (let found = 0; found <= lines && position > 0; found++) {
        position = tail.lastIndexOf(LF, position - 1);
        if (position < 0) {
            break;
        }
    }
    let begin = Math.max(0, position < 0 ? 0 : position + 1);
    while (begin < tail.length && begin < 4 && (tail[begin] & 0xc0) === 0x80) {
        begin++;
    }
    return end - tail.length + begin;
}

/** What can be read right before `end`, from `first` on at most. */
function readWhole(source: MirrorSource, first: number, end: number): Uint8Array {
    let pieces: Uint8Array[] = [];
    for (let at = Math.max(first, source.nextRetained(first)); at < end;) {
        const piece = source.read(at, end - at);
        if (piece) {
            pieces.push(piece);
            at += piece.length;
        } else {
            pieces = [];
            at = Math.max(at + 1, source.nextRetained(at));
        }
    }
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}

/** Has `scan` look at what can be read between the two. */
export function scanOver(source: MirrorSource, from: number, to: number, scan: StateScan): void {
    const room = Buffer.allocUnsafeSlow(SCAN_BYTES);
    for (let at = from; at < to;) {
        const piece = source.read(at, Math.min(SCAN_BYTES, to - at), room);
        if (piece) {
            scan.feed(piece);
            at += piece.length;
        } else {
            at = Math.max(at + 1, source.nextRetained(at));
        }
    }
}
