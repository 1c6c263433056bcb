import { ApprovalAnswer, ToolCall } from '../../approval/common/approval';
import { ClaudeEvent, ClaudeEventBody, RuntimeName } from '../../conversation/common/claude-events';

/** The facts that a runtime reports; turns, messages, approvals and states are the session's own. */
export type RuntimeReport = Extract<
    ClaudeEventBody,
    {
        type:
            | 'runtime-session'
            | 'block-started'
            | 'block-delta'
            | 'block-ended'
            | 'tool-requested'
            | 'tool-started'
            | 'tool-finished'
            | 'usage'
            | 'notice';
    }
>;

/** What a turn is about, and where its runtime reports to. */
export interface TurnContext {
    readonly turnId: string;
    /** What the person said, oldest first; one at least. */
    readonly messages: readonly { messageId: string; text: string }[];
    /** Aborted when a person stops the turn, or the session ends. */
    readonly signal: AbortSignal;
    /**
     * Records a fact. Call it in the order in which things happen. Resolves when it is on the disk; who is about to do
     * what cannot be undone waits for that, and looks at the signal again. Never rejects.
     */
    report(event: RuntimeReport): Promise<void>;
    /** Asks the person. Recorded before it is shown; resolves when an answer is on the disk. Never rejects. */
    approve(call: ToolCall): Promise<ApprovalAnswer>;
    /** The runtime does not want to know any more: an open question about that call is taken back. */
    withdraw(toolUseId: string): void;
    /** The whole log up to now, the beginning of this turn included. */
    history(): Promise<ClaudeEvent[]>;
}

/** How a turn ended. `error` is for people. */
export type TurnOutcome = { outcome: 'finished' } | { outcome: 'interrupted' } | { outcome: 'failed'; error: string };

/**
 * One conversation with Claude, by whatever means. Belongs to one session, which runs one turn at a time.
 */
export interface ClaudeRuntime {
    /** Runs a turn to its end. Resolves soon after `context.signal` is aborted. Never rejects. */
    runTurn(context: TurnContext): Promise<TurnOutcome>;
    /** Ends every process that it started; a turn under way resolves. A second call does nothing. */
    end(): Promise<void>;
}

/** What a runtime is created for. */
export interface RuntimeSession {
    readonly sessionId: string;
    readonly folder: string;
    /** Absent for the default of the runtime. */
    readonly model?: string;
    /** To be resumed, from the log. */
    readonly runtimeSessionId?: string;
}

/** Whether a runtime can be used, and if not, why and what to do, for people. */
export type Usability = { usable: true } | { usable: false; reason: string };

/** A way to talk to Claude, and what is known of it before there is a session. */
export interface RuntimeProvider {
    readonly name: RuntimeName;
    readonly label: string;
    /** What can be chosen, the usual one first. */
    readonly models: readonly string[];
    check(): Promise<Usability>;
    /** Starts nothing yet. */
    create(session: RuntimeSession): ClaudeRuntime;
    /** Ends what a session host that died left running for the session. */
    endLeftovers(sessionId: string): Promise<void>;
}
