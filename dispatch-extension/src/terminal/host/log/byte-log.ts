import * as fs from 'node:fs';
import * as path from 'node:path';
import { StructuredLog } from '../../../kernel/host/structured-log';
import { RecentBytes } from '../../domain/recent-bytes';

export interface ByteLogOptions {
    /** A file is closed and a new one begun above this, in bytes. */
    segmentBytes?: number;
    /** The oldest files are removed while all together hold more than this, in bytes. */
    retainBytes?: number;
}

const DEFAULT_SEGMENT_BYTES = 4 * 1024 * 1024;
const DEFAULT_RETAIN_BYTES = 64 * 1024 * 1024;
const RECENT_BYTES = 256 * 1024;
const MAX_READ_BYTES = 64 * 1024;
const SYNC_EVERY_MS = 1_000;
const RETRY_WRITE_AFTER_MS = 1_000;

interface Segment {
    start: number;
    bytes: number;
    file: string;
}

/**
 * All output of a terminal: append-only files, each named by the position of its first byte.
 *
 * Unit: bytes. Writes go into the page cache at once (they survive the end of this process) and to the disk at least
 * once a second (they survive the end of the machine). A disk that takes nothing more costs the bytes of that time and
 * nothing else: they are shown to who watches, and are a hole in the log afterwards. Never throws from `append`.
 */
export class ByteLog {
    private readonly segments: Segment[];
    private readonly recent: RecentBytes;
    private readonly segmentBytes: number;
    private readonly retainBytes: number;
    private writer?: number;
    private reader?: { segment: Segment; fd: number };
    private syncTimer?: NodeJS.Timeout;
    private refusedAtMs = -Infinity;

    constructor(
        private readonly folder: string,
        private readonly log: StructuredLog,
        options: ByteLogOptions = {}
    ) {
        this.segmentBytes = options.segmentBytes ?? DEFAULT_SEGMENT_BYTES;
        this.retainBytes = options.retainBytes ?? DEFAULT_RETAIN_BYTES;
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        this.segments = listSegments(folder);
        const last = this.segments.at(-1);
        this.recent = new RecentBytes(RECENT_BYTES, last ? last.start + last.bytes : 0);
    }

    /** The oldest position that can be read. */
    get start(): number {
        return Math.min(this.segments[0]?.start ?? Infinity, this.recent.start);
    }

    get end(): number {
        return this.recent.end;
    }

    /** Takes the bytes over: they must not be changed afterwards. */
    append(bytes: Uint8Array): void {
        const at = this.end;
        this.recent.append(bytes);
        try {
            this.write(at, bytes);
        } catch (error) {
            this.giveUpSegment(error);
        }
    }

    /** 1 to `budget` bytes, or `undefined` when `from` is not retained. */
    read(from: number, budget: number): Uint8Array | undefined {
        return this.recent.read(from, Math.min(budget, MAX_READ_BYTES)) ?? this.readSegment(from, budget);
    }

    /** The first position at or after `from` that can be read. */
    nextRetained(from: number): number {
        for (const segment of this.segments) {
            if (from < segment.start + segment.bytes) {
                return Math.max(from, segment.start);
            }
        }
        return Math.max(from, Math.min(this.recent.start, this.end));
    }

    /** Resolves when everything is on the disk. */
    async sync(): Promise<void> {
        clearTimeout(this.syncTimer);
        this.syncTimer = undefined;
        const fd = this.writer;
        if (fd !== undefined) {
            await new Promise<void>(resolve => fs.fsync(fd, error => resolve(this.reportSync(error))));
        }
    }

    /** Syncs and lets go of files and memory. It can still be read, and even be written again. */
    async close(): Promise<void> {
        await this.sync();
        this.closeWriter();
        this.closeReader();
        if (this.isRecentOnDisk()) {
            this.recent.clear();
        }
    }

    /** False when the disk did not take all of it: then it is nowhere else. */
    private isRecentOnDisk(): boolean {
        let covered = this.recent.start;
        for (const { start, bytes } of this.segments) {
            covered = start <= covered ? Math.max(covered, start + bytes) : covered;
        }
        return covered >= this.end;
    }

    private write(at: number, bytes: Uint8Array): void {
        if (performance.now() - this.refusedAtMs < RETRY_WRITE_AFTER_MS) {
            return;
        }
        let segment = this.segments.at(-1);
        if (this.writer === undefined || !segment || segment.bytes >= this.segmentBytes) {
            segment = this.beginSegment(at);
        }
        let written = 0;
        while (written < bytes.length) {
            const count = fs.writeSync(this.writer!, bytes, written);
            written += count;
            segment.bytes += count;
        }
        this.syncTimer ??= setTimeout(() => void this.sync(), SYNC_EVERY_MS);
    }

    private beginSegment(at: number): Segment {
        this.retireWriter();
        const segment = { start: at, bytes: 0, file: path.join(this.folder, `${String(at).padStart(16, '0')}.log`) };
        this.writer = fs.openSync(segment.file, 'a', 0o600);
        this.segments.push(segment);
        this.dropOldSegments();
        return segment;
    }

    private dropOldSegments(): void {
        const total = this.segments.reduce((sum, segment) => sum + segment.bytes, 0);
        for (let excess = total - this.retainBytes; excess > 0 && this.segments.length > 1;) {
            const [oldest] = this.segments.splice(0, 1);
            excess -= oldest.bytes;
            if (this.reader?.segment === oldest) {
                this.closeReader();
            }
            fs.rmSync(oldest.file, { force: true });
        }
    }

    private readSegment(from: number, budget: number): Uint8Array | undefined {
        const segment = this.segments.findLast(candidate => candidate.start <= from);
        if (!segment || from >= segment.start + segment.bytes) {
            return undefined;
        }
        const length = Math.min(budget, MAX_READ_BYTES, segment.start + segment.bytes - from);
        const bytes = Buffer.allocUnsafe(length);
        const count = fs.readSync(this.readerOf(segment), bytes, 0, length, from - segment.start);
        return count > 0 ? bytes.subarray(0, count) : undefined;
    }

    private readerOf(segment: Segment): number {
        if (this.reader?.segment !== segment) {
            this.closeReader();
            this.reader = { segment, fd: fs.openSync(segment.file, 'r') };
        }
        return this.reader.fd;
    }

    /** The segment ends with what was written of it; the next write begins another one. */
    private giveUpSegment(error: unknown): void {
        this.log.error('terminal.log-write-failed', { error, folder: this.folder });
        this.refusedAtMs = performance.now();
        this.closeWriter();
    }

    /** Syncs and closes the file that is full, beside what goes on. */
    private retireWriter(): void {
        const fd = this.writer;
        this.writer = undefined;
        if (fd !== undefined) {
            fs.fsync(fd, error => {
                this.reportSync(error);
                fs.closeSync(fd);
            });
        }
    }

    private reportSync(error: Error | null): void {
        if (error) {
            this.log.error('terminal.log-sync-failed', { error, folder: this.folder });
        }
    }

    private closeWriter(): void {
        if (this.writer !== undefined) {
            fs.closeSync(this.writer);
            this.writer = undefined;
        }
    }

    private closeReader(): void {
        if (this.reader) {
            fs.closeSync(this.reader.fd);
            this.reader = undefined;
        }
    }
}

function listSegments(folder: string): Segment[] {
    return fs
        .readdirSync(folder)
        .filter(name => /^\d{16}\.log$/.test(name))
        .sort()
        .map(name => {
            const file = path.join(folder, name);
            return { start: Number.parseInt(name, 10), bytes: fs.statSync(file).size, file };
        });
}
