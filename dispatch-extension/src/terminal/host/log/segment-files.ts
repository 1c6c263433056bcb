import * as fs from 'node:fs';
import * as path from 'node:path';

/** One file of a log: `bytes` bytes from position `start` on. */
export interface Segment {
    readonly start: number;
    bytes: number;
    readonly file: string;
    /** When it was last written to, in ms since 1970. */
    changedAtMs: number;
}

const NAME = /^(\d{16})\.log$/;

/** The file of the segment that begins at `start`. */
export function segmentFile(folder: string, start: number): string {
    return path.join(folder, `${String(start).padStart(16, '0')}.log`);
}

/**
 * The segments in a folder, by position; empty where there is no folder. One without bytes is kept only at the end: it
 * says where a log goes on of which everything was removed. What overlaps the next one, after damage, is left out.
 */
export function listSegments(folder: string): Segment[] {
    const found = namesIn(folder)
        .filter(name => NAME.test(name))
        .sort()
        .flatMap(name => {
            const file = path.join(folder, name);
            // one that was removed meanwhile is none
            const found = fs.statSync(file, { throwIfNoEntry: false });
            const start = Number.parseInt(name, 10);
            return found?.isFile() ? [{ start, bytes: found.size, file, changedAtMs: found.mtimeMs }] : [];
        });
    return found.filter((segment, index) => {
        const next = found[index + 1];
        segment.bytes = Math.min(segment.bytes, next ? next.start - segment.start : Infinity);
        return segment.bytes > 0 || !next;
    });
}

/** Reads from segments, with one file open at a time. */
export class SegmentReader {
    private open?: { segment: Segment; fd: number };

    /**
     * 1 to `budget` bytes from position `from` on; `undefined` where no segment has it. Throws what the disk says.
     * `room`: at least `budget` bytes of memory that the answer is a part of, for who reads much and keeps nothing.
     */
    read(segments: readonly Segment[], from: number, budget: number, room?: Uint8Array): Uint8Array | undefined {
        const segment = segments.findLast(candidate => candidate.start <= from);
        if (!segment || from >= segment.start + segment.bytes) {
            return undefined;
        }
        const length = Math.min(budget, segment.start + segment.bytes - from);
        const bytes = room ?? Buffer.allocUnsafe(length);
        const count = fs.readSync(this.fdOf(segment), bytes, 0, length, from - segment.start);
        return count > 0 ? bytes.subarray(0, count) : undefined;
    }

    close(): void {
        if (this.open) {
            fs.closeSync(this.open.fd);
            this.open = undefined;
        }
    }

    private fdOf(segment: Segment): number {
        if (this.open?.segment.file !== segment.file) {
            this.close();
            this.open = { segment, fd: fs.openSync(segment.file, 'r') };
        }
        return this.open.fd;
    }
}

/** The first position at or after `from` that a segment has; `Infinity` for none. */
export function nextInSegments(segments: readonly Segment[], from: number): number {
    for (const { start, bytes } of segments) {
        if (from < start + bytes) {
            return Math.max(from, start);
        }
    }
    return Infinity;
}

function namesIn(folder: string): string[] {
    try {
        return fs.readdirSync(folder);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
            return [];
        }
        throw error;
    }
}
