import { DispatchError } from '../../kernel/common/errors';
import { ViewerId } from '../../kernel/common/ids';
import { AttachedInfo, DriveRole, ExitInfo, GapReason, Grid, SnapshotMeta } from '../common/stream-frames';

/**
 * The page's view of one session's stream, as the socket manager calls it: in order, each byte (or event) once, over
 * any number of reconnects. Must not throw. `bytes` may be kept; nobody else writes to them.
 */
export interface StreamSink {
    /** The host has accepted this page, again after every reconnect. */
    attached?(info: AttachedInfo): void;
    /** Everything shown before is replaced by this; the stream goes on at `at`. */
    snapshot(at: number, meta: SnapshotMeta, bytes: Uint8Array): void;
    /**
     * The next piece. Where a unit of the offset is not a byte, the sink returns how many units it has read.
     */
    data(offset: number, bytes: Uint8Array): number | void;
    /** Input was applied or taken; `pendingBytes` are not yet known to be applied. */
    inputApplied?(pendingBytes: number): void;
    /** The program does not read its input; what waited is dropped. The connection goes on. */
    inputRefused?(error: DispatchError): void;
    /** More input than is allowed comes from this page; it is kept and sent later. */
    inputSlowed?(error: DispatchError): void;
    /** This page drives from here on, or another one does. */
    driving?(drives: boolean): void;
    /** The size that the program sees now; another page may have set it. */
    resized?(grid: Grid): void;
    /** This range cannot be had any more; a snapshot or data from `to` on follow. */
    gap(from: number, to: number, reason: GapReason): void;
    /** It has ended; nothing more comes. Called once. */
    exited(exit: ExitInfo): void;
    /** The host will not let this page watch; nothing more comes. */
    refused(error: DispatchError): void;
}

/** One page's attachment to one session. Disposing detaches; the session goes on. */
export interface SessionConnection {
    dispose(): void;
    /** Everything before `offset` has been processed; lets the host send more. */
    acknowledge(offset: number): void;
    /**
     * Sends input: at once when online, else after the reconnect; applied at most once in any case.
     * False (and nothing is taken) when more than {@link MAX_PENDING_INPUT_BYTES} would wait, or after the end.
     */
    send(bytes: Uint8Array): boolean;
    /** Says which size this page would give it; it counts while this page drives. */
    resize(grid: Grid): void;
    /** Says what this page wishes to be. Taking over is kept for the next connection, the rest is not. */
    drive(role: DriveRole): void;
    /** Input that is not yet known to be applied, in bytes. */
    readonly pendingBytes: number;
    /** The same as text; `undefined` where it is more than text. */
    readonly pendingText: string | undefined;
}

/** How much input may wait for a lost connection, in bytes. */
export const MAX_PENDING_INPUT_BYTES = 4 * 1024 * 1024;

/** How a page attaches. */
export interface ConnectOptions {
    /** How much may be under way and unprocessed, in units of the offset. */
    window: number;
    grid?: Grid;
    /** See `AttachRequest`. */
    pageKey?: ViewerId;
    /** Resume here; absent for a snapshot (or all that is retained, as the kind has it). */
    from?: number;
    /** A program that reads along, see `AttachRequest`. */
    observer?: boolean;
}
