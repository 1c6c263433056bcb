import type { ClaudeEventBody } from '../common/claude-events';

type Body<T extends ClaudeEventBody['type']> = Extract<ClaudeEventBody, { type: T }>;

/** What the session has to remember of a turn after its end. */
export interface PastTurn {
    readonly turnId: string;
    /** What it answered. Messages that steered it are not among them. */
    readonly messageIds: readonly string[];
    /** Under which name the runtime kept the conversation then. */
    readonly runtimeSessionId?: string;
    /** Where the runtime's own record stood after it. */
    readonly runtimePosition?: string;
    /** The session went back to before it. */
    readonly rewoundBy?: string;
}

/** From where a runtime that keeps the conversation itself goes on. */
export interface RuntimeMemory {
    readonly runtimeSessionId: string;
    /** Not from its end, but from this position. */
    readonly position?: string;
    /** What is there must stay as it is; the runtime goes on under a new name. */
    readonly fork?: true;
}

/**
 * The turns of a conversation in order, and which of them the session went back from: what both runtimes have to know to
 * forget what is no part of the conversation any more, and to remember it when that is undone.
 */
export class TurnHistory {
    turns: PastTurn[] = [];
    runtimeSessionId?: string;
    /** Set where the runtime's record belongs to another session: it may be read and not written. */
    private isBorrowed = false;

    started(turnId: string, messageIds: readonly string[]): void {
        this.turns.push({ turnId, messageIds: [...messageIds] });
    }

    ended({ turnId, runtimePosition }: Body<'turn-ended'>): void {
        const index = this.turns.findLastIndex(turn => turn.turnId === turnId);
        if (index !== -1) {
            const { runtimeSessionId } = this;
            const position = runtimePosition === undefined ? {} : { runtimePosition };
            const name = runtimeSessionId === undefined ? {} : { runtimeSessionId };
            this.turns[index] = { ...this.turns[index], ...name, ...position };
        }
    }

    named(runtimeSessionId: string): void {
        this.runtimeSessionId = runtimeSessionId;
        this.isBorrowed = false;
    }

    borrowed(): void {
        this.isBorrowed = true;
    }

    /** Takes the turn that answered the message, and all after it, out of the conversation. */
    rewound({ toMessageId, rewindId, scope }: Body<'rewound'>): void {
        const from = this.turns.findLastIndex(turn => turn.messageIds.includes(toMessageId));
        if (scope !== 'files' && from !== -1) {
            this.turns = this.turns.map((turn, index) =>
                index >= from && turn.rewoundBy === undefined ? { ...turn, rewoundBy: rewindId } : turn
            );
        }
    }

    undone(rewindId: string): void {
        this.turns = this.turns.map(turn => {
            const { rewoundBy, ...rest } = turn;
            return rewoundBy === rewindId ? rest : turn;
        });
    }

    /** Whether the message was answered, by a turn that is part of the conversation. */
    isAnswered(messageId: string): boolean {
        return this.turns.some(turn => turn.rewoundBy === undefined && turn.messageIds.includes(messageId));
    }

    /** `undefined` where there is nothing to go on from: the runtime begins anew with what the log says. */
    get memory(): RuntimeMemory | undefined {
        const last = this.turns.findLastIndex(turn => turn.rewoundBy === undefined);
        const turn = this.turns[last];
        const runtimeSessionId = turn?.runtimeSessionId ?? (turn ? this.runtimeSessionId : undefined);
        if (runtimeSessionId === undefined) {
            return undefined;
        }
        const isNewest = last === this.turns.length - 1;
        if (isNewest && !this.isBorrowed) {
            return { runtimeSessionId };
        }
        const { runtimePosition: position } = turn;
        return position === undefined ? undefined : { runtimeSessionId, position, fork: true };
    }
}
