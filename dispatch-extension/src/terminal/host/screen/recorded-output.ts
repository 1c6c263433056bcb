import { listSegments, nextInSegments, Segment, SegmentReader } from '../log/segment-files';
import { MirrorSource } from './mirror-source';

/** The newest output, where the disk did not take it. */
export interface UnwrittenTail {
    readonly at: number;
    readonly bytes: Uint8Array;
}

/** The recorded output of a terminal up to `end`, read from its files. A file that is removed meanwhile is a hole. */
export class RecordedOutput implements MirrorSource {
    private segments: readonly Segment[];
    private readonly reader = new SegmentReader();

    constructor(
        folder: string,
        readonly end: number,
        private readonly tail?: UnwrittenTail
    ) {
        this.segments = listSegments(folder);
    }

    get start(): number {
        return this.nextRetained(0);
    }

    read(from: number, budget: number, room?: Uint8Array): Uint8Array | undefined {
        return this.readTail(from, budget) ?? this.readFile(from, Math.min(budget, this.end - from), room);
    }

    nextRetained(from: number): number {
        const { tail } = this;
        const inTail = tail && from < tail.at + tail.bytes.length ? Math.max(from, tail.at) : Infinity;
        return Math.min(nextInSegments(this.segments, from), inTail, Math.max(this.end, from));
    }

    close(): void {
        this.reader.close();
    }

    private readTail(from: number, budget: number): Uint8Array | undefined {
        const { tail } = this;
        return tail && from >= tail.at && from < tail.at + tail.bytes.length
            ? tail.bytes.subarray(from - tail.at, from - tail.at + budget)
            : undefined;
    }

    private readFile(from: number, budget: number, room?: Uint8Array): Uint8Array | undefined {
        try {
            return this.reader.read(this.segments, from, budget, room);
        } catch {
            // removed meanwhile to make room, or damaged: a hole in both cases
            const lost = this.segments.findLast(({ start }) => start <= from);
            this.segments = this.segments.filter(segment => segment !== lost);
            return undefined;
        }
    }
}
