import { WireError } from '../../kernel/common/errors';
import { Grid } from '../../session/common/stream-frames';
import { GridChange } from '../../terminal/domain/grid-history';
import { TimeMark } from '../../terminal/domain/output-times';
import { UnwrittenTail } from '../../terminal/host/screen/recorded-output';
import { HistoryMatch, HistoryQuery, MissingOutput } from '../common/history-protocol';

/** Both sides must have the same: an older session host may find a newer worker beside it, after an upgrade. */
export const HISTORY_WORKER_PROTOCOL = 2;

/** Where a terminal is recorded, and how far. */
export interface RecordedHistory {
    readonly folder: string;
    readonly end: number;
    /** Its sizes. */
    readonly grids: readonly GridChange[];
    readonly tail?: UnwrittenTail;
}

/** What each task needs, and what it gives. Positions are in bytes of the output. */
export interface HistoryTasks {
    readRange: { params: { before?: number; after?: number; bytes: number }; result: RawRange };
    locate: { params: { lines: readonly string[]; below: number }; result: { at: number; exact: boolean } };
    search: {
        params: { query: HistoryQuery; before: number; limit: number };
        result: { matches: HistoryMatch[]; scannedTo: number };
    };
    exportText: {
        params: { from: number; end: number; missing: Readonly<Record<MissingOutput['reason'], string>> };
        result: { text: string; next: number };
    };
    exportCast: {
        params: {
            from: number;
            end: number;
            times: readonly TimeMark[];
            grids: readonly GridChange[];
            startedAtMs: number;
            /** Before the first piece. */
            header?: { grid: Grid; title: string; atMs: number | undefined };
        };
        result: { text: string; next: number };
    };
}

/** A range as it was read: what is visible of it, and where something is missing. */
export interface RawRange {
    readonly from: number;
    readonly to: number;
    readonly pieces: readonly { readonly at: number; readonly bytes: Uint8Array }[];
    readonly holes: readonly { readonly from: number; readonly to: number }[];
}

export type HistoryTask = {
    [T in keyof HistoryTasks]: { readonly name: T; readonly params: HistoryTasks[T]['params'] };
}[keyof HistoryTasks];

/** Main thread → worker. */
export interface HistoryRequest {
    readonly id: number;
    readonly output: RecordedHistory;
    readonly task: HistoryTask;
}

/** Worker → main thread: one for each request. */
export interface HistoryAnswer {
    readonly id: number;
    readonly result?: unknown;
    /** What is told to the person. */
    readonly refused?: WireError;
    /** What is wrong with the worker. */
    readonly error?: string;
}
