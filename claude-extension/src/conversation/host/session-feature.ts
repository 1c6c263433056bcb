import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { CallSurfaces } from 'dispatch-extension/lib/kernel/host/call-surfaces';
import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { ClaudeEvent } from '../common/claude-events';
import { ClaudeOptions } from '../common/claude-protocol';
import { EventRecorder } from './event-recorder';

/** A session as a feature joins it. */
export interface SessionGround {
    readonly context: SessionContext;
    readonly recorder: EventRecorder;
    /** Where the feature serves the requests of its own contract. */
    readonly surfaces: CallSurfaces;
    /** Runs `work` while no turn is under way; none begins before it is done. Fails with `claude.working`. */
    whileQuiet<T>(work: () => Promise<T>): Promise<T>;
    /** What refused turns is gone: a usage limit is waited for again. What waited stays with the next message. */
    noLongerRefused(): void;
}

/** What a feature does with one session. Nothing of it may reject: a turn goes on whatever becomes of a feature. */
export interface SessionPart {
    /** The turn has been recorded, and its runtime is asked when this resolves. `signal`: the turn is stopped. */
    beforeTurn?(turnId: string, signal: AbortSignal): Promise<void>;
    /** The runtime is done; the end of the turn is recorded when this resolves. Not called when the host stops. */
    afterTurn?(turnId: string): Promise<void>;
    /** Why no message is taken and no turn begins now, though the session goes on; undefined where nothing is in the way. */
    refusal?(): DispatchError | undefined;
    /** The session has ended, or the host stops. */
    close?(): Promise<void>;
}

/** What is added to each Claude session where the session host is composed: checkpoints. */
export interface SessionFeature {
    /** Called once for each session of this life, before its first turn. */
    join(ground: SessionGround): SessionPart;
    /**
     * The log with which a new session begins, from its `session-started` on; undefined for an empty one. When the session
     * cannot begin after all, it is forgotten.
     */
    past?(options: ClaudeOptions, context: SessionContext): Promise<readonly ClaudeEvent[] | undefined>;
    /** Called once, to serve requests to the kind itself. */
    joinKind?(surfaces: CallSurfaces): void;
    /** Deletes what it keeps for a session that is forgotten. */
    forget?(sessionId: string): Promise<void>;
}
