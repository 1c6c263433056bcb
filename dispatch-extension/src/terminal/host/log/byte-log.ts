import * as fs from 'node:fs';
import * as path from 'node:path';
import { GapReason } from '../../../session/common/stream-frames';
import { StructuredLog } from '../../../kernel/host/structured-log';
import { OutputTimes, TimeMark } from '../../domain/output-times';
import { RecentBytes } from '../../domain/recent-bytes';
import { HoleNotes } from './hole-notes';
import { listSegments, nextInSegments, Segment, segmentFile, SegmentReader } from './segment-files';
import { SegmentWriter } from './segment-writer';
import { TimeLog, timesFile } from './time-log';

export interface ByteLogOptions {
    /** A file is closed and a new one begun above this, in bytes. */
    segmentBytes?: number;
    /** The oldest files are removed so that all together hold no more than this, in bytes. */
    retainBytes?: number;
    /** The wall clock, in ms. */
    now?(): number;
    /** A file was begun: there is more on the disk soon. */
    onGrow?(): void;
}

const DEFAULT_SEGMENT_BYTES = 4 * 1024 * 1024;
const DEFAULT_RETAIN_BYTES = 64 * 1024 * 1024;
const RECENT_BYTES = 256 * 1024;
const MAX_READ_BYTES = 64 * 1024;
const SYNC_EVERY_MS = 1_000;
const RETRY_WRITE_AFTER_MS = 1_000;

/** What is known of the files, from the first time that somebody asks. */
interface Opened {
    readonly segments: Segment[];
    readonly recent: RecentBytes;
}

/**
 * All output of a terminal: append-only files, each named by the position of its first byte.
 *
 * Unit: bytes. Writes go into the page cache at once (they survive the end of this process) and to the disk at least
 * once a second (they survive the end of the machine). A disk that takes nothing more costs the bytes of that time and
 * nothing else: they are shown to who watches, and are a hole in the log afterwards. Never throws from `append`.
 * Nothing is read, opened or held before somebody asks, nor some time after the last output.
 */
export class ByteLog implements OutputTimes {
    private opened?: Opened;
    private readonly times: TimeLog;
    private readonly holes: HoleNotes;
    private readonly reader = new SegmentReader();
    private readonly segmentBytes: number;
    /** Its files hold at most so much, in bytes. */
    readonly retainBytes: number;
    private writer?: SegmentWriter;
    private syncTimer?: NodeJS.Timeout;
    private refusedAtMs = -Infinity;
    /** From where on the disk has taken nothing, up to now. */
    private refusedFrom?: number;

    constructor(
        readonly folder: string,
        private readonly log: StructuredLog,
        private readonly options: ByteLogOptions = {}
    ) {
        this.retainBytes = options.retainBytes ?? DEFAULT_RETAIN_BYTES;
        this.segmentBytes = Math.min(options.segmentBytes ?? DEFAULT_SEGMENT_BYTES, Math.ceil(this.retainBytes / 4));
        this.times = new TimeLog(options.now ?? Date.now);
        this.holes = new HoleNotes(path.join(folder, 'holes.jsonl'));
    }

    /** The oldest position that can be read. */
    get start(): number {
        return Math.min(this.segments[0]?.start ?? Infinity, this.recent.start);
    }

    get end(): number {
        return this.recent.end;
    }

    /** What is on the disk, in bytes. */
    get diskBytes(): number {
        return this.segments.reduce((sum, { bytes }) => sum + bytes, 0);
    }

    /** When the oldest file was last written to, in ms since 1970; `undefined` where nothing can be removed. */
    get oldestChangedAtMs(): number | undefined {
        const [oldest, next] = this.segments;
        return oldest && oldest.bytes > 0 && (next || !this.writer) ? oldest.changedAtMs : undefined;
    }

    /** The newest bytes from `refusedFrom` on that are in memory only; `undefined` when all is on the disk. */
    get unwritten(): { at: number; bytes: Uint8Array } | undefined {
        const at = Math.max(this.refusedFrom ?? Infinity, this.recent.start);
        const pieces: Uint8Array[] = [];
        for (let position = at; position < this.end;) {
            const piece = this.recent.read(position, RECENT_BYTES)!;
            pieces.push(piece);
            position += piece.length;
        }
        return pieces.length > 0 ? { at, bytes: new Uint8Array(Buffer.concat(pieces)) } : undefined;
    }

    /** `bytes` may be changed afterwards. */
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
        const bytes = Math.min(budget, MAX_READ_BYTES);
        return this.recent.read(from, bytes) ?? this.reader.read(this.segments, from, bytes);
    }

    /** The first position at or after `from` that can be read. */
    nextRetained(from: number): number {
        const inMemory = Math.max(from, Math.min(this.recent.start, this.end));
        return Math.min(nextInSegments(this.segments, from), inMemory);
    }

    /** Why there is nothing at `position`. */
    whyMissing(position: number): GapReason {
        const isOld = position < (this.segments[0]?.start ?? 0);
        const isRefused = position >= (this.refusedFrom ?? Infinity);
        return this.holes.reasonAt(position) ?? (isOld ? 'retention' : isRefused ? 'disk-full' : 'damaged');
    }

    async between(from: number, to: number): Promise<readonly TimeMark[]> {
        this.writeTimes();
        const wanted = this.segments.filter(({ start, bytes }) => start < to && start + bytes > from);
        const marks = (await this.times.read(wanted)).filter(({ at }) => at < to);
        const first = marks.findLastIndex(({ at }) => at <= from);
        return marks.slice(Math.max(0, first));
    }

    /** Resolves when everything is on the disk. What nobody reads right now is then let go of. */
    async sync(): Promise<void> {
        clearTimeout(this.syncTimer);
        this.syncTimer = undefined;
        this.writeTimes();
        const { end } = this;
        await this.writer?.sync();
        if (end === this.end && this.refusedFrom === undefined) {
            this.opened?.recent.clear();
            this.reader.close();
        }
    }

    /** Syncs and lets go of files and memory. It can still be read, and even be written again. */
    async close(): Promise<void> {
        await this.sync();
        await this.closeWriter();
        this.reader.close();
        if (this.refusedFrom === undefined) {
            this.opened = undefined;
        }
    }

    /** Removes the oldest file, unless it is being written to. Answers how many bytes that were. */
    dropOldest(): number {
        const [oldest, next] = this.segments;
        if (this.oldestChangedAtMs === undefined) {
            return 0;
        }
        if (!next) {
            this.markEnd();
        }
        this.segments.shift();
        this.reader.close();
        fs.rmSync(oldest.file, { force: true });
        fs.rmSync(timesFile(oldest), { force: true });
        return oldest.bytes;
    }

    private get segments(): Segment[] {
        return this.open().segments;
    }

    private get recent(): RecentBytes {
        return this.open().recent;
    }

    private open(): Opened {
        if (!this.opened) {
            const segments = listSegments(this.folder);
            const last = segments.at(-1);
            this.opened = { segments, recent: new RecentBytes(RECENT_BYTES, last ? last.start + last.bytes : 0) };
        }
        return this.opened;
    }

    private write(at: number, bytes: Uint8Array): void {
        if (performance.now() - this.refusedAtMs < RETRY_WRITE_AFTER_MS) {
            return;
        }
        let segment = this.segments.at(-1);
        if (!this.writer || !segment || segment.bytes >= this.segmentBytes) {
            segment = this.beginSegment(at);
        }
        const written = segment;
        this.times.note(at);
        this.writer!.write(bytes, count => (written.bytes += count));
        this.syncTimer ??= setTimeout(() => void this.sync(), SYNC_EVERY_MS);
    }

    private beginSegment(at: number): Segment {
        this.writeTimes();
        void this.closeWriter();
        fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
        this.dropOld();
        const segment = { start: at, bytes: 0, file: segmentFile(this.folder, at), changedAtMs: Date.now() };
        this.writer = new SegmentWriter(segment.file, error => this.syncFailed(error));
        this.noteHole(at);
        if (this.segments.at(-1)?.start === at) {
            this.segments.pop();
        }
        this.segments.push(segment);
        this.times.begin(segment);
        this.options.onGrow?.();
        return segment;
    }

    /** So that there is room for one more file. */
    private dropOld(): void {
        for (let excess = this.diskBytes + this.segmentBytes - this.retainBytes; excess > 0;) {
            const dropped = this.dropOldest();
            if (dropped === 0) {
                return;
            }
            excess -= dropped;
        }
    }

    /** Everything is removed, and the position stays what it is. */
    private markEnd(): void {
        const end = this.end;
        const marker = { start: end, bytes: 0, file: segmentFile(this.folder, end), changedAtMs: Date.now() };
        fs.writeFileSync(marker.file, '', { mode: 0o600 });
        this.segments.push(marker);
    }

    private noteHole(to: number): void {
        const from = this.refusedFrom;
        this.refusedFrom = undefined;
        if (from !== undefined && from < to) {
            this.holes.add({ from, to, reason: 'disk-full' });
        }
    }

    /** The segment ends with what was written of it; the next write begins another one. */
    private giveUpSegment(error: unknown): void {
        this.log.error('terminal.log-write-failed', { error, folder: this.folder });
        this.refusedAtMs = performance.now();
        const last = this.segments.at(-1);
        this.refusedFrom ??= last ? last.start + last.bytes : 0;
        void this.closeWriter();
    }

    private writeTimes(): void {
        try {
            this.times.write();
        } catch (error) {
            this.log.error('terminal.times-not-recorded', { error, folder: this.folder });
        }
    }

    private syncFailed(error: Error): void {
        this.log.error('terminal.log-sync-failed', { error, folder: this.folder });
    }

    private async closeWriter(): Promise<void> {
        const { writer } = this;
        this.writer = undefined;
        await writer?.close();
    }
}
