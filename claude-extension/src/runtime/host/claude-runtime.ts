import type { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { ApprovalAnswer, ToolCall } from '../../approval/common/approval';
import {
    ClaudeCapabilities,
    ClaudeEvent,
    ClaudeEventBody,
    ClaudeSettings,
    MessageAttachment,
    PermissionMode,
    RuntimeName
} from '../../conversation/common/claude-events';
import { SandboxSettings } from '../../sandbox/host/sandbox-api';
import type { RuntimeMemory } from '../../conversation/domain/turn-history';
import type { ModelTotals } from '../../usage/host/usage-api';

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
            | 'compacted'
            | 'notice';
    }
>;

/** What a person said. */
export interface TurnMessage {
    readonly messageId: string;
    readonly text: string;
    readonly attachments?: readonly MessageAttachment[];
}

/** The bytes of a picture, as the Messages API wants them. */
export interface Picture {
    readonly mediaType: MessageAttachment['mediaType'];
    readonly dataBase64: string;
}

/** A picture that a tool gave back, as the session keeps it; else why it does not, for people. */
export type KeptPicture = { readonly kept: MessageAttachment } | { readonly why: string };

/** What a turn is about, and where its runtime reports to. */
export interface TurnContext {
    readonly turnId: string;
    /** What the person said, oldest first; none only in a turn that goes on. */
    readonly messages: readonly TurnMessage[];
    /**
     * Set where an earlier session host began this turn and died while it waited for a person: the calls that are open,
     * in their order. None of them was begun. What `approve` says of them is what was answered, or will be.
     */
    readonly resumed?: { readonly calls: readonly ToolCall[] };
    /** From where a runtime that keeps the conversation itself goes on; absent: it begins anew with the history. */
    readonly memory?: RuntimeMemory;
    /** What the session has used before this turn, by model. */
    readonly used: ModelTotals;
    /** Aborted when a person stops the turn, or the session ends. */
    readonly signal: AbortSignal;
    /** What the person chose, as it is now. */
    settings(): ClaudeSettings;
    /**
     * Records a fact. Call it in the order in which things happen. Resolves when it is on the disk; who is about to do
     * what cannot be undone waits for that, and looks at the signal again. Never rejects.
     */
    report(event: RuntimeReport): Promise<void>;
    /** Asks the person. Recorded before it is shown; resolves when an answer is on the disk. Never rejects. */
    approve(call: ToolCall): Promise<ApprovalAnswer>;
    /** The runtime does not want to know any more: an open question about that call is taken back. */
    withdraw(toolUseId: string): void;
    /** Claude itself went into another mode, as into planning. */
    modeChanged(mode: PermissionMode): void;
    /**
     * What the person said since, to steer this turn: recorded as given to it, and given once. Never rejects; empty when the
     * turn is being stopped.
     */
    takeSteering(): Promise<readonly TurnMessage[]>;
    /** Calls `listener` whenever there is something to take, now included. One listener. */
    onSteering(listener: () => void): void;
    /** Errors: `claude.picture-not-found`. */
    picture(attachmentId: string): Promise<Picture>;
    /** Keeps a picture that a tool gave back, to be named in `tool-finished`. Never rejects. */
    keepPicture(name: string, dataBase64: string): Promise<KeptPicture>;
    /** The whole log up to now, the beginning of this turn included. */
    history(): Promise<ClaudeEvent[]>;
}

/** A usage limit that is reached; when it passes, if that is known. `reason` is for people. */
export interface UsageLimit {
    readonly reason: string;
    readonly untilMs?: number;
    /** The meter itself says so, and would say when it has passed. */
    readonly byMeter?: boolean;
}

/** How a turn ended. `error` is for people. `runtimePosition`: where the runtime's own record stands, if it has one. */
export type TurnOutcome = { runtimePosition?: string } & (
    { outcome: 'finished' } | { outcome: 'interrupted' } | { outcome: 'failed'; error: string; limit?: UsageLimit }
);

/**
 * One conversation with Claude, by whatever means. Belongs to one session, which runs one turn at a time.
 */
export interface ClaudeRuntime {
    /** Runs a turn to its end. Resolves soon after `context.signal` is aborted. Never rejects. */
    runTurn(context: TurnContext): Promise<TurnOutcome>;
    /** The settings were changed in the middle of a turn: takes over at once what can be. Never rejects. */
    settingsChanged(settings: ClaudeSettings): Promise<void>;
    /** What can be chosen and used; may start a process. Errors: what starting says. */
    discover(settings: ClaudeSettings): Promise<ClaudeCapabilities>;
    /** Ends every process that it started; a turn under way resolves. A second call does nothing. */
    end(): Promise<void>;
}

/** What a runtime is created for. */
export interface RuntimeSession {
    readonly sessionId: string;
    readonly folder: string;
    /** Where it is listed, as it is now. */
    readonly listed: () => Pick<SessionInfo, 'title' | 'workspaceId'>;
    /** Told what the runtime offers whenever it finds out; any number of times. */
    readonly discovered: (capabilities: ClaudeCapabilities) => void;
    /** Whether the operator lets Claude run everything without asking. */
    readonly mayBypass: () => boolean;
    /** Whether the operator lets our own tools fetch pages of the internet. */
    readonly mayFetchWeb: () => boolean;
    /** In what the operator wants its processes to run. */
    readonly sandbox: () => SandboxSettings;
}

/** Asked at each turn, and at each start of a process, whether what a folder brings may be used. */
export interface TrustedFolders {
    /**
     * What stands for all that the folder brings, where it is trusted as it is now; undefined otherwise, and where one of the
     * folders that were `added` to the session brings what is not trusted. Never rejects.
     */
    findTrusted(folder: string, added?: readonly string[]): Promise<string | undefined>;
}

/**
 * Whether a runtime can be used, and if not, why and what to do, for people. `canSignIn`: signing in to Claude is a way to use
 * it, or to use it again where the sign-in was not accepted.
 */
export type Usability = { canSignIn?: true } & ({ usable: true } | { usable: false; reason: string });

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
