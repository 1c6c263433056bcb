import type {
    ClaudeCapabilities,
    ClaudeSettings,
    ClaudeState,
    MessageAttachment,
    PermissionMode,
    RuntimeName
} from '../common/claude-events';

/** Tokens as the API reports them. Reading and writing the cache is counted apart from plain input. */
export interface TokenUsage {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cacheReadTokens: number;
    readonly cacheWriteTokens: number;
}

/** Nothing used yet. */
export const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

/** What a person said. `messageId` was chosen by the page that sent it. */
export interface UserMessage {
    readonly messageId: string;
    readonly text: string;
    readonly atMs: number;
    readonly attachments?: readonly MessageAttachment[];
}

/**
 * Words of Claude. `cut` means: it stopped in the middle; what was said is kept. `replaced` means: the reply broke off
 * and was begun again; these words are kept to be looked at, and are no part of the answer.
 */
export interface WordsPart {
    readonly kind: 'text' | 'thinking';
    readonly id: string;
    readonly text: string;
    readonly state: 'streaming' | 'done' | 'cut' | 'replaced';
    readonly startedAtMs: number;
    readonly endedAtMs?: number;
    /** The call that started the sub-agent whose words these are. */
    readonly parentToolUseId?: string;
}

/** A question to the person whether a tool may run. Without `answer` it waits. */
export interface Approval {
    readonly approvalId: string;
    readonly name: string;
    /** Exactly what would run; `inputHash` is of this. */
    readonly input: Readonly<Record<string, unknown>>;
    readonly inputHash: string;
    readonly askedAtMs: number;
    readonly kind: 'tool' | 'question' | 'plan';
    readonly answer?: 'allow' | 'deny' | 'withdrawn';
    readonly message?: string;
    /** `rule`: nobody was asked, a rule that a person made allowed it. */
    readonly by?: 'person' | 'rule';
    readonly ruleId?: string;
    /** To a question: what was chosen or written, by its text. */
    readonly answers?: Readonly<Record<string, string>>;
    /** To a plan: how much Claude may do from here on. */
    readonly mode?: PermissionMode;
}

/**
 * `requested`: asked for by Claude, nothing has happened. `waiting`: for a person. `unknown`: it was under way when the
 * session host died. `interrupted`: the turn ended before it did.
 */
export type ToolState =
    | 'requested'
    | 'waiting'
    | 'running'
    | 'done'
    | 'error'
    | 'denied'
    /** It was allowed, and certainly never begun. */
    | 'not-run'
    /** Nobody has answered, or was asked, before its turn was over; it was certainly never begun. */
    | 'withdrawn'
    | 'unknown'
    | 'interrupted';

/** One call of a tool, from the request to its result. */
export interface ToolPart {
    readonly kind: 'tool';
    readonly id: string;
    readonly name: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly state: ToolState;
    readonly approval?: Approval;
    readonly output?: string;
    /** That it gave back beside its output. */
    readonly pictures?: readonly MessageAttachment[];
    readonly startedAtMs?: number;
    readonly endedAtMs?: number;
    /** The call that started the sub-agent which made this one. */
    readonly parentToolUseId?: string;
}

/** What the person said while the turn was under way, to steer it. */
export interface SteeringPart {
    readonly kind: 'steering';
    readonly id: string;
    readonly message: UserMessage;
}

/** Something the session itself has to say: a retry, a limit, a gap. */
export interface NoticePart {
    readonly kind: 'notice';
    readonly id: string;
    readonly level: 'info' | 'warning' | 'error';
    readonly text: string;
}

/** What a turn is made of, in the order in which it began. */
export type Part = WordsPart | ToolPart | NoticePart | SteeringPart;

/** `queued`: said, and not yet begun. `aside`: no turn at all, but notices outside of one. */
export type TurnState = 'queued' | 'running' | 'finished' | 'interrupted' | 'failed' | 'aside';

/** What a person asked and all that came of it. */
export interface Turn {
    /** Unique in the transcript; stays the same when a queued turn begins. */
    readonly key: string;
    /** Absent while queued, and of an aside. */
    readonly turnId?: string;
    readonly messages: readonly UserMessage[];
    readonly parts: readonly Part[];
    readonly state: TurnState;
    /** For people; only of a failed turn. */
    readonly error?: string;
    readonly startedAtMs?: number;
    readonly endedAtMs?: number;
    readonly usage: TokenUsage;
    /** The files as they were when it began, and when it ended. */
    readonly checkpointBefore?: string;
    readonly checkpointAfter?: string;
    /** Files that it changed, by the checkpoints around it; absent while not known. */
    readonly changedFiles?: number;
    /** The session went back to before this turn: it is no part of the conversation any more. */
    readonly rewoundBy?: string;
}

/** Going back: to before which message, with what, and how to undo it. */
export interface Rewind {
    readonly rewindId: string;
    readonly toMessageId: string;
    readonly scope: 'files' | 'conversation' | 'both';
    readonly atMs: number;
    readonly undoCheckpointId?: string;
    readonly undone: boolean;
}

/** Files are being made what they were, and perhaps that broke off. */
export interface OpenRewind {
    readonly rewindId: string;
    readonly scope: 'files' | 'both';
    /** It puts back what a rewind took away. */
    readonly undoes: boolean;
    /** Some files are what they were, others are not; a person decides. */
    readonly interrupted: boolean;
}

/** It waits for a usage limit to pass. */
export interface Parked {
    readonly reason: string;
    readonly untilMs?: number;
    readonly resumes: boolean;
}

/**
 * A Claude session as a page shows it: a projection of its events, and nothing that is not in them.
 * Values are never changed; what did not change keeps its identity from one transcript to the next.
 */
export interface Transcript {
    /** Number of the last event that is in it; 0 for none. The next event has `seq + 1`. */
    readonly seq: number;
    readonly runtime?: RuntimeName;
    readonly model?: string;
    readonly folder?: string;
    readonly state: ClaudeState;
    /** Why it is in this state, for people. */
    readonly reason?: string;
    /** In the order of time; a queued turn is last, and there is one at most. */
    readonly turns: readonly Turn[];
    readonly usage: TokenUsage;
    /** Tokens that the last request to the model was given: how full its memory is. */
    readonly contextTokens: number;
    /** How many it holds, where the runtime has told that with its last reply. */
    readonly windowTokens?: number;
    readonly settings: ClaudeSettings;
    /** Absent until the runtime has told. */
    readonly capabilities?: ClaudeCapabilities;
    readonly parked?: Parked;
    /** Oldest first. */
    readonly rewinds: readonly Rewind[];
    readonly openRewind?: OpenRewind;
    readonly forkedFrom?: { readonly sessionId: string; readonly seq: number };
}

/** The transcript before the first event. */
export const EMPTY_TRANSCRIPT: Transcript = {
    seq: 0,
    state: 'idle',
    turns: [],
    usage: NO_USAGE,
    contextTokens: 0,
    settings: {},
    rewinds: []
};

/** Every tool call that waits for a person, oldest first. */
export function waitingTools(transcript: Transcript): ToolPart[] {
    return transcript.turns.flatMap(turn =>
        turn.state === 'running'
            ? turn.parts.filter((part): part is ToolPart => part.kind === 'tool' && part.state === 'waiting')
            : []
    );
}
