import { ExitInfo, GapReason, SnapshotMeta } from '../common/stream-frames';

/** Some units of a log, one after the other. */
export interface StreamChunk {
    /** How far it takes the position: bytes of a terminal, events of a Claude session. */
    units: number;
    /** What is sent. Not changed afterwards by anyone. */
    bytes: Uint8Array;
}

/** A picture that replaces everything before `at`. */
export interface StreamSnapshot {
    at: number;
    meta: SnapshotMeta;
    bytes: Uint8Array;
}

/** The log of a session, as a pump reads it. */
export interface StreamSource {
    /** The oldest position that is retained. Grows. */
    readonly start: number;
    /** The newest position. Grows, until `exit` is set. */
    readonly end: number;
    /** How it ended. Once it is set, `end` never moves again. */
    readonly exit: ExitInfo | undefined;
    /** From `from` (< `end`) on: 1 to `budget` units, at most some 100 KiB. `undefined` when `from` is not retained. */
    read(from: number, budget: number): StreamChunk | undefined | Promise<StreamChunk | undefined>;
    /**
     * Only of a source whose past can be replaced by a picture of its present. `isBrief`: for a viewer that fell behind, to
     * which the present matters more than what it has missed.
     */
    snapshot?(isBrief: boolean): Promise<StreamSnapshot>;
    /** The first retained position at or after `from`; needed when the log can have holes. Default: `start`. */
    nextRetained?(from: number): number;
    /** Why what begins at `from` is not retained. Default: `retention`. */
    whyMissing?(from: number): GapReason;
}
