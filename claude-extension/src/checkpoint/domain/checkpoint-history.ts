import type { ClaudeEvent, ClaudeEventBody } from '../../conversation/common/claude-events';

/** A turn, as far as going back to it is concerned. */
export interface KeptTurn {
    readonly turnId: string;
    /** What it answered, oldest first. */
    readonly messageIds: readonly string[];
    /** Checkpoints around it. */
    before?: string;
    beforeAtMs?: number;
    after?: string;
    /** The rewind by which it is no part of the conversation any more. */
    rewoundBy?: string;
}

/** Going back, as it was recorded. */
export interface KeptRewind {
    readonly rewindId: string;
    readonly scope: 'files' | 'conversation' | 'both';
    readonly toMessageId: string;
    readonly undoCheckpointId?: string;
    readonly atMs: number;
    undone: boolean;
    /** A turn began after it. */
    overtaken: boolean;
}

/** Files are being made what they were; this has no end yet. */
export type BegunRewind = Omit<Extract<ClaudeEventBody, { type: 'rewind-begun' }>, 'type'>;

/** What the log of a session says of its checkpoints. */
export class CheckpointHistory {
    readonly turns: KeptTurn[] = [];
    readonly rewinds: KeptRewind[] = [];
    /** What a rewind that has no end yet was to do. */
    begun: BegunRewind | undefined;
    private unanswered: string[] = [];

    static of(events: Iterable<ClaudeEvent>): CheckpointHistory {
        const history = new CheckpointHistory();
        for (const { body, atMs } of events) {
            history.fold(body, atMs);
        }
        return history;
    }

    /** The turn that answered a message; undefined where none has begun to. */
    turnOf(messageId: string): KeptTurn | undefined {
        return this.turns.find(turn => turn.messageIds.includes(messageId));
    }

    /** That turn, and all after it, that are still part of the conversation. */
    turnsFrom(messageId: string): KeptTurn[] {
        const index = this.turns.findIndex(turn => turn.messageIds.includes(messageId));
        return index === -1 ? [] : this.turns.slice(index).filter(turn => turn.rewoundBy === undefined);
    }

    /** The newest rewind that is in force. Only that one can be undone: the others are below it. */
    get lastRewind(): KeptRewind | undefined {
        return this.rewinds.findLast(rewind => !rewind.undone);
    }

    /** The first checkpoint of the session. */
    get first(): string | undefined {
        return this.turns.find(turn => turn.before !== undefined)?.before;
    }

    private fold(body: ClaudeEventBody, atMs: number): void {
        switch (body.type) {
            case 'user-message':
                this.unanswered.push(body.messageId);
                break;
            case 'message-removed':
            case 'message-delivered':
                this.unanswered = this.unanswered.filter(each => each !== body.messageId);
                break;
            case 'turn-started':
                this.turns.push({ turnId: body.turnId, messageIds: this.unanswered });
                this.unanswered = [];
                this.rewinds.forEach(rewind => (rewind.overtaken = true));
                break;
            case 'checkpoint-made':
                this.foldCheckpoint(body, atMs);
                break;
            case 'rewind-begun':
                this.begun = body;
                break;
            case 'rewind-abandoned':
                this.begun = undefined;
                break;
            case 'rewound':
                this.begun = undefined;
                this.foldRewind(body, atMs);
                break;
            case 'rewind-undone':
                this.begun = undefined;
                this.foldUndo(body.rewindId);
                break;
            default:
                break;
        }
    }

    private foldCheckpoint(
        { checkpointId, reason, turnId }: Extract<ClaudeEventBody, { type: 'checkpoint-made' }>,
        atMs: number
    ): void {
        const turn = this.turns.findLast(each => each.turnId === turnId);
        if (turn && reason === 'turn-start') {
            turn.before = checkpointId;
            turn.beforeAtMs = atMs;
        } else if (turn && reason === 'turn-end') {
            turn.after = checkpointId;
        }
    }

    private foldRewind(body: Extract<ClaudeEventBody, { type: 'rewound' }>, atMs: number): void {
        const { rewindId, scope, undoCheckpointId, toMessageId } = body;
        if (scope !== 'files') {
            this.turnsFrom(toMessageId).forEach(turn => (turn.rewoundBy = rewindId));
        }
        this.rewinds.push({ rewindId, scope, toMessageId, undoCheckpointId, atMs, undone: false, overtaken: false });
    }

    private foldUndo(rewindId: string): void {
        const rewind = this.rewinds.find(each => each.rewindId === rewindId);
        if (rewind) {
            rewind.undone = true;
        }
        this.turns
            .filter(turn => turn.rewoundBy === rewindId)
            .forEach(turn => {
                turn.rewoundBy = undefined;
            });
    }
}
