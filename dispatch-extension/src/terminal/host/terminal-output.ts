import { ExitInfo, GapReason, Grid } from '../../session/common/stream-frames';
import { StreamChunk, StreamSnapshot, StreamSource } from '../../session/domain/stream-source';
import { GridHistory } from '../domain/grid-history';
import { OutputAnchors } from '../domain/output-anchors';
import { OutputTimes } from '../domain/output-times';
import { TerminalStorage } from './log/terminal-storage';
import { RecordedBytes } from './terminal-feature';
import { TerminalScreen } from './screen/terminal-screen';

/** How long what an ended terminal holds in memory is kept when nobody watches, in ms. */
const KEEP_MS = 60_000;

/**
 * All that a terminal has shown: the log of its bytes and its screen. What viewers are sent comes from here, so a viewer
 * never knows more than the log.
 */
export class TerminalOutput implements StreamSource {
    private restTimer?: NodeJS.Timeout;
    private exitInfo?: ExitInfo;

    /** `exit` for a terminal of an earlier session host: nothing is added any more. */
    constructor(
        private readonly storage: TerminalStorage,
        private readonly screen: TerminalScreen,
        exit?: ExitInfo,
        private readonly disposed: () => void = () => undefined
    ) {
        this.exitInfo = exit;
    }

    /** Places whose lines new viewers are told. To be set before the first output. */
    set anchors(anchors: OutputAnchors) {
        this.screen.anchors = anchors;
    }

    /** The log alone, for who reads it by position. */
    get bytes(): RecordedBytes {
        return this.storage.bytes;
    }

    /** From which position on it had which size. */
    get grids(): GridHistory {
        return this.storage.grids;
    }

    /** When it came. */
    get times(): OutputTimes {
        return this.storage.bytes;
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

    whyMissing(from: number): GapReason {
        return this.storage.bytes.whyMissing(from);
    }

    snapshot(isBrief: boolean): Promise<StreamSnapshot> {
        return this.screen.snapshot(isBrief);
    }

    /** `bytes` may be changed afterwards. */
    append(bytes: Uint8Array): void {
        this.storage.bytes.append(bytes);
        this.screen.grew();
    }

    /** From here on the terminal has this size. */
    resize(grid: Grid): void {
        this.storage.recordGrid(grid);
    }

    /** A program follows the one that has ended: what was shown stays above it, and the end is history. */
    goOn(): void {
        clearTimeout(this.restTimer);
        this.exitInfo = undefined;
    }

    /** Nothing comes any more. */
    finish(exit: ExitInfo): Promise<void> {
        this.exitInfo = exit;
        return this.storage.close();
    }

    /** Somebody watches, or nobody does: then what an ended terminal holds in memory is let go of after a while. */
    watched(byAnyone: boolean): void {
        clearTimeout(this.restTimer);
        if (!byAnyone && this.exitInfo) {
            this.restTimer = setTimeout(() => void this.storage.close(), KEEP_MS).unref();
        }
    }

    /** Lets go of memory and files for good. */
    async dispose(): Promise<void> {
        clearTimeout(this.restTimer);
        this.disposed();
        await this.screen.dispose();
        await this.storage.close();
    }
}
