import { ExitInfo, Grid } from '../../session/common/stream-frames';
import { StreamChunk, StreamSnapshot, StreamSource } from '../../session/domain/stream-source';
import { GridHistory } from '../domain/grid-history';
import { NO_ANCHORS, OutputAnchors } from '../domain/output-anchors';
import { OutputTimes } from '../domain/output-times';
import { MirrorSource, TerminalMirror } from './screen/terminal-mirror';
import { TerminalStorage } from './log/terminal-storage';

/** The screen of an ended terminal is rebuilt from this much of its output at most, in bytes. */
const REBUILD_BYTES = 4 * 1024 * 1024;
/** How long the mirror of an ended terminal is kept when nobody watches, in ms. */
const KEEP_MIRROR_MS = 60_000;

/**
 * All that a terminal has shown: the log of its bytes and a mirror of its screen. What viewers are sent comes from here,
 * so a viewer never knows more than the log.
 */
export class TerminalOutput implements StreamSource {
    /** Places whose lines new viewers are told. To be set before the first output. */
    anchors: OutputAnchors = NO_ANCHORS;
    private mirror?: TerminalMirror;
    private mirrorTimer?: NodeJS.Timeout;
    private exitInfo?: ExitInfo;

    /** `exit` for a terminal of an earlier session host: nothing is added any more. */
    constructor(
        private readonly storage: TerminalStorage,
        exit?: ExitInfo
    ) {
        this.exitInfo = exit;
    }

    /** The log alone, for who reads it by position. */
    get bytes(): MirrorSource {
        return this.storage.bytes;
    }

    /** From which position on it had which size. */
    get grids(): GridHistory {
        return this.storage.grids;
    }

    /** When it came. */
    get times(): OutputTimes {
        return this.storage.times;
    }

    get start(): number {
        return this.storage.bytes.start;
    }

    get end(): number {
        return this.storage.bytes.end;
    }

    get exit(): ExitInfo | undefined {
        return this.exitInfo;
    }

    /** The size now; `undefined` before the first. */
    get grid(): Grid | undefined {
        return this.storage.grids.latest;
    }

    read(from: number, budget: number): StreamChunk | undefined {
        const bytes = this.storage.bytes.read(from, budget);
        return bytes && { units: bytes.length, bytes };
    }

    nextRetained(from: number): number {
        return this.storage.bytes.nextRetained(from);
    }

    snapshot(): Promise<StreamSnapshot> {
        this.mirror ??= this.newMirror(Math.max(this.start, this.end - REBUILD_BYTES));
        return this.mirror.snapshot();
    }

    /** Takes the bytes over. */
    append(bytes: Uint8Array): void {
        this.storage.bytes.append(bytes);
        this.mirror?.wake();
    }

    /** From here on the terminal has this size. The first call begins the mirror. */
    resize(grid: Grid): void {
        this.storage.recordGrid(grid);
        this.mirror ??= this.newMirror(this.end);
        this.mirror.wake();
    }

    /** A program follows the one that has ended: what was shown stays above it, and the end is history. */
    goOn(): void {
        clearTimeout(this.mirrorTimer);
        this.exitInfo = undefined;
        this.mirror ??= this.newMirror(Math.max(this.start, this.end - REBUILD_BYTES));
    }

    /** Nothing comes any more. */
    finish(exit: ExitInfo): Promise<void> {
        this.exitInfo = exit;
        return this.storage.close();
    }

    /** Somebody watches, or nobody does: then what an ended terminal holds in memory is let go of after a while. */
    watched(byAnyone: boolean): void {
        clearTimeout(this.mirrorTimer);
        if (!byAnyone && this.exitInfo) {
            this.mirrorTimer = setTimeout(() => void this.dispose(), KEEP_MIRROR_MS).unref();
        }
    }

    /** Lets go of memory and files; what is asked for afterwards is read again. */
    async dispose(): Promise<void> {
        clearTimeout(this.mirrorTimer);
        this.dropMirror();
        await this.storage.close();
    }

    private newMirror(from: number): TerminalMirror {
        return new TerminalMirror(this.storage.bytes, this.storage.grids, from, this.anchors);
    }

    private dropMirror(): void {
        this.mirror?.dispose();
        this.mirror = undefined;
    }
}
