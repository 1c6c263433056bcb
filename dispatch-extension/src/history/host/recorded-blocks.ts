import { GridHistory } from '../../terminal/domain/grid-history';
import { RecordedOutput } from '../../terminal/host/screen/recorded-output';
import { HiddenSpans, Span } from '../domain/hidden-spans';
import { OutputBlock } from '../domain/line-text';
import { firstLines, firstLineStart, lastLineEnd, lastLines } from '../domain/output-cuts';
import { RawRange, RecordedHistory } from './history-tasks';

const READ_BYTES = 256 * 1024;
/** A range has no more lines than this, so that showing it costs bounded memory. */
export const MAX_RANGE_LINES = 4_000;

/** The output of one terminal as blocks of whole lines. Reads files; keeps what it knows of hidden output. */
export class RecordedBlocks {
    private readonly hidden = new HiddenSpans();
    private output!: RecordedOutput;
    private grids!: GridHistory;

    /** The output has become longer, or its oldest part was removed. To be called before each use; {@link close} after. */
    open({ folder, end, grids, tail }: RecordedHistory): void {
        this.grids = new GridHistory(grids);
        this.output = new RecordedOutput(folder, end, tail);
        const from = Math.max(this.hidden.end, this.start);
        for (const { at, bytes } of this.pieces({ from, to: end })) {
            this.hidden.feed(bytes, at);
        }
    }

    close(): void {
        this.output.close();
    }

    get start(): number {
        return this.output.start;
    }

    get end(): number {
        return this.output.end;
    }

    /** Whole lines of at most `bytes` bytes before `end`; empty at the oldest position that is retained. */
    before(end: number, bytes: number, lines = Infinity): Span {
        const to = Math.min(end, this.end);
        const from = Math.max(this.start, to - bytes);
        const joined = this.joined({ from, to });
        const start = from <= this.start ? 0 : firstLineStart(joined.bytes);
        const cut = Math.max(start >= joined.bytes.length ? 0 : start, lastLines(joined.bytes, lines));
        return { from: Math.min(positionOf(joined, cut, from), to), to };
    }

    /** Whole lines of at most `bytes` bytes from `start` on; up to the end where that is near. */
    after(start: number, bytes: number, lines = Infinity): Span {
        const from = Math.min(Math.max(start, this.start), this.end);
        const to = Math.min(this.end, from + bytes);
        const joined = this.joined({ from, to });
        const wanted = to === this.end ? joined.bytes.length : lastLineEnd(joined.bytes);
        const cut = Math.min(wanted, firstLines(joined.bytes, lines));
        return { from, to: cut >= joined.bytes.length ? to : positionOf(joined, cut, from) };
    }

    /** What can be read as lines in it. */
    visible(span: Span): OutputBlock {
        const block = join(this.hidden.visible(span.from, span.to).flatMap(part => [...this.pieces(part)]));
        return { ...block, grids: this.grids };
    }

    /** Everything that is retained in it. */
    joined(span: Span): OutputBlock {
        return join([...this.pieces(span)]);
    }

    range(span: Span): RawRange {
        const pieces = this.hidden.visible(span.from, span.to).flatMap(part => [...this.pieces(part)]);
        return { ...span, pieces, holes: this.holes(span) };
    }

    /** What of it is not retained. */
    holes({ from, to }: Span): Span[] {
        const holes: Span[] = [];
        for (let at = from; at < to;) {
            const next = Math.min(to, this.output.nextRetained(at));
            if (next > at) {
                holes.push({ from: at, to: next });
            }
            at = next;
            while (at < to && this.output.nextRetained(at) === at) {
                at += this.output.read(at, Math.min(READ_BYTES, to - at))?.length ?? 1;
            }
        }
        return holes;
    }

    private *pieces({ from, to }: Span): Generator<{ at: number; bytes: Uint8Array }> {
        for (let at = from; at < to;) {
            const bytes = this.output.read(at, Math.min(READ_BYTES, to - at));
            if (bytes) {
                yield { at, bytes };
            }
            at = bytes ? at + bytes.length : Math.max(at + 1, this.output.nextRetained(at));
        }
    }
}

function join(pieces: readonly { at: number; bytes: Uint8Array }[]): OutputBlock {
    const places: { offset: number; at: number }[] = [];
    let offset = 0;
    let next = -1;
    for (const { at, bytes } of pieces) {
        if (at !== next) {
            places.push({ offset, at });
        }
        offset += bytes.length;
        next = at + bytes.length;
    }
    return { bytes: pieces.length === 1 ? pieces[0].bytes : Buffer.concat(pieces.map(({ bytes }) => bytes)), places };
}

function positionOf({ places }: OutputBlock, offset: number, otherwise: number): number {
    const place = places.findLast(each => each.offset <= offset);
    return place ? place.at + offset - place.offset : otherwise;
}
