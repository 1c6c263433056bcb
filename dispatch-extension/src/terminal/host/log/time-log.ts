import * as fs from 'node:fs';
import { TimeMark } from '../../domain/output-times';
import { decodeMarks, encodeMark } from '../../domain/time-marks';
import { Segment } from './segment-files';

/** Output of this time shares a mark, in ms; and in a file with very many marks of this longer time. */
const COARSE_MS = 50;
const COARSER_MS = 1_000;
const MANY_MARKS = 64 * 1024;

/** When the output came: a small file beside each segment of the log, which goes where its segment goes. */
export class TimeLog {
    private pending: number[] = [];
    private file?: string;
    private before: TimeMark = { at: 0, ms: 0 };
    private marks = 0;

    /** `now`: the wall clock, in ms. */
    constructor(private readonly now: () => number) {}

    /** A segment begins. What belongs to the one before it should have been written. */
    begin(segment: Segment): void {
        this.pending = [];
        this.file = timesFile(segment);
        this.before = { at: segment.start, ms: 0 };
        this.marks = 0;
    }

    /** Output comes at position `at`. Cheap. */
    note(at: number): void {
        const ms = Math.max(this.before.ms, Math.round(this.now()));
        const coarse = this.marks < MANY_MARKS ? COARSE_MS : COARSER_MS;
        if (this.file && (this.marks === 0 || ms - this.before.ms >= coarse)) {
            const mark = { at, ms };
            this.pending.push(...encodeMark(mark, this.before));
            this.before = mark;
            this.marks++;
        }
    }

    /** Writes what was noted. Throws what the disk says; that is tried again with the next. */
    write(): void {
        if (this.file && this.pending.length > 0) {
            fs.appendFileSync(this.file, Uint8Array.from(this.pending), { mode: 0o600 });
            this.pending = [];
        }
    }

    /** The marks of these segments, oldest first. Segments without one are left out. */
    async read(segments: readonly Segment[]): Promise<TimeMark[]> {
        const files = await Promise.all(
            segments.map(async segment => {
                const bytes = await fs.promises.readFile(timesFile(segment)).catch(absent);
                const end = segment.start + segment.bytes;
                return bytes ? decodeMarks(bytes, segment.start).filter(({ at }) => at < end) : [];
            })
        );
        return files.flat();
    }
}

/** The file with the times of a segment. */
export function timesFile({ file }: Segment): string {
    return file.replace(/\.log$/, '.times');
}

function absent(error: NodeJS.ErrnoException): undefined {
    if (error.code !== 'ENOENT') {
        throw error;
    }
}
