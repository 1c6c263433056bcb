import { z } from 'zod';
import { Kysely } from 'kysely';
import {
    AttachRequest,
    AttachedInfo,
    DriveRole,
    ExitInfo,
    GapReason,
    Grid,
    SnapshotMeta
} from '../common/stream-frames';
import { ViewerId } from '../../kernel/common/ids';
import { SessionHostLimits } from '../../kernel/common/process-contract';
import { SessionInfo } from '../common/session-protocol';
import { KindQuota } from '../domain/start-quota';
import { StructuredLog } from '../../kernel/host/structured-log';

/**
 * A kind of session: `terminal`, `claude`, and whatever an extension adds. Contributed to the session host where it is
 * composed; the engine knows nothing else of it.
 */
export interface SessionKind<O = unknown> {
    readonly name: string;
    /** Titles a session that nobody named, until the kind finds a better title. Not empty. */
    readonly defaultTitle: string;
    /** What `createSession` must bring; parsed before `start`. */
    readonly options: z.ZodType<O>;
    /**
     * Starts a new session. May throw; the session is then recorded as failed with the message as its reason, or leaves
     * nothing, see `forgetsFailedStarts`.
     */
    start(context: SessionContext, options: O): Promise<LiveSession>;
    /**
     * Makes a session that was recorded by an earlier session host readable again (and continuable, if the kind can).
     * Called once for each at start-up. It must not start processes.
     */
    reopen(context: SessionContext): Promise<LiveSession>;
    /**
     * A start that throws leaves nothing behind: whoever asked for it is told why. For kinds that refuse to start what
     * cannot be, as where a session without its past would be none.
     */
    readonly forgetsFailedStarts?: boolean;
    /** How many may run and be started, as the operator allows it; the engine's own limit where absent. */
    quota?(limits: SessionHostLimits): KindQuota;
    /** Answers `callKind`. Throws `session.unknown-method` for what it does not know. */
    call(method: string, params: unknown): Promise<unknown>;
    /** The tables of this kind in `state.db`, applied in order of name after the engine's own. */
    readonly migrations?: Record<string, (db: Kysely<unknown>) => Promise<void>>;
    /** Deletes what the kind stored for a session that is forgotten (its rows; its folder is removed by the engine). */
    forget?(sessionId: SessionInfo['id']): Promise<void>;
}

/** What the engine gives to one session. */
export interface SessionContext {
    /** As it is now; a new object after each change. */
    readonly info: SessionInfo;
    /** A folder of the session's own for its files, 0700; it exists. Removed when the session is forgotten. */
    readonly storageFolder: string;
    readonly log: StructuredLog;
    /** What the operator allows now; it may change while the session runs. */
    readonly limits: SessionHostLimits;
    /**
     * Records a change and tells every page. Never throws. `active` brings an ended session that was reopened back to
     * life, where its kind can; otherwise `state` moves only forwards to `ended` and `failed`.
     */
    update(change: SessionChange): void;
    /**
     * Keeps what the session was started with, to start it again: in `state.db`, readable by this person alone. It may
     * hold secrets, so no more than is needed; it goes with the session. What was kept before is replaced.
     */
    keepStart(start: unknown): Promise<void>;
    /** What was kept, also by an earlier session host; `undefined` for nothing. Not checked. */
    recallStart(): Promise<unknown>;
    /** Ends the session, removes it from every list and deletes all that was kept of it. */
    forget(): Promise<void>;
    /**
     * Starts another session of the same kind in the same folder and workspace, as the person would, and resolves with its
     * id. Fails as `createSession` does.
     */
    startBeside(options: Record<string, unknown>, title: string): Promise<SessionInfo['id']>;
    /** The wall clock, in ms. */
    now(): number;
}

export interface SessionChange {
    title?: string;
    state?: 'active' | 'ended' | 'failed';
    reason?: string;
    /** Merged over what is there. */
    detail?: Record<string, unknown>;
}

/** A session in memory. */
export interface LiveSession {
    /** Begins to send to `viewer`, at once or later, from where the request says. Throws to refuse. */
    attach(viewer: StreamViewer, request: AttachRequest): Attachment;
    /** Answers `callSession`. */
    call(method: string, params: unknown): Promise<unknown>;
    /** Ends what runs, all of its processes included. Resolves when they are gone. A second call does nothing. */
    end(reason: string): Promise<void>;
    /**
     * Starts it again after its end, where its kind can: it then runs, or this throws and it is as before. `by`: the page
     * that shows it and asks for this.
     */
    restart?(by?: ViewerId): Promise<void>;
    /** Lets go of files and timers; called when the host stops or the session is forgotten, after `end`. */
    dispose(): Promise<void>;
}

/** One page's attachment, as the session sees the page: everything here is sent in order. Never throws. */
export interface StreamViewer {
    attached(info: AttachedInfo): void;
    snapshot(at: number, meta: SnapshotMeta, bytes: Uint8Array): void;
    data(offset: number, bytes: Uint8Array): void;
    inputApplied(seq: number): void;
    resized(grid: Grid): void;
    /** It drives from here on, or another one does. */
    driving(drives: boolean): void;
    gap(from: number, to: number, reason: GapReason): void;
    exited(exit: ExitInfo): void;
    /** The attachment is over, because of this error; the session goes on. */
    failed(error: unknown): void;
}

/** One page's attachment, as the page's frames reach the session. What these throw ends the attachment, and is told. */
export interface Attachment {
    acknowledge(offset: number): void;
    /** Applies each number once, in order; what comes again is acknowledged and not applied. */
    input(seq: number, bytes: Uint8Array): void;
    resize(grid: Grid): void;
    /** Only where one of those who watch drives. */
    drive?(role: DriveRole): void;
    /** `lost`: its connection broke, and it may come back. */
    detach(lost?: boolean): void;
}
