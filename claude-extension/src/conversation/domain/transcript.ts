import type { ClaudeState, RuntimeName } from '../common/claude-events';

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
}

/** A question to the person whether a tool may run. Without `answer` it waits. */
export interface Approval {
    readonly approvalId: string;
    readonly name: string;
    /** Exactly what would run; `inputHash` is of this. */
    readonly input: Readonly<Record<string, unknown>>;
    readonly inputHash: string;
    readonly askedAtMs: number;
    readonly answer?: 'allow' | 'deny' | 'withdrawn';
    readonly message?: string;
}

/**
 * `requested`: asked for by Claude, nothing has happened. `waiting`: for a person. `unknown`: it was under way when the
 * session host died. `interrupted`: the turn ended before it did.
 */
export type ToolState = 'requested' | 'waiting' | 'running' | 'done' | 'error' | 'denied' | 'unknown' | 'interrupted';

/** One call of a tool, from the request to its result. */
export interface ToolPart {
    readonly kind: 'tool';
    readonly id: string;
    readonly name: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly state: ToolState;
    readonly approval?: Approval;
    readonly output?: string;
    readonly startedAtMs?: number;
    readonly endedAtMs?: number;
}

/** Something the session itself has to say: a retry, a limit, a gap. */
export interface NoticePart {
    readonly kind: 'notice';
    readonly id: string;
    readonly level: 'info' | 'warning' | 'error';
    readonly text: string;
}

/** What a turn is made of, in the order in which it began. */
export type Part = WordsPart | ToolPart | NoticePart;

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
}

/** The transcript before the first event. */
export const EMPTY_TRANSCRIPT: Transcript = { seq: 0, state: 'idle', turns: [], usage: NO_USAGE, contextTokens: 0 };

/** Every tool call that waits for a person, oldest first. */
export function waitingTools(transcript: Transcript): ToolPart[] {
    return transcript.turns.flatMap(turn =>
        turn.state === 'running'
            ? turn.parts.filter((part): part is ToolPart => part.kind === 'tool' && part.state === 'waiting')
            : []
    );
}
