import { ClaudeEvent, ClaudeEventBody, ClaudeState, RuntimeName } from '../common/claude-events';

/** A message that no turn has answered yet. */
export interface UnansweredMessage {
    messageId: string;
    text: string;
}

/** A call of a tool that has been asked for and has not finished. */
export interface OpenTool {
    name: string;
    started: boolean;
}

/** A question to the person. `answer` is absent while it waits. */
export interface Approval {
    toolUseId: string;
    inputHash: string;
    answer?: 'allow' | 'deny' | 'withdrawn';
}

/**
 * What the log of a Claude session says, folded: the only state on which the session decides. It is changed by
 * {@link apply} alone, so that a replay of the log and the life that wrote it come to the same value.
 *
 * A turn answers every message that was recorded before its `turn-started` and that no earlier turn answered.
 */
export class Conversation {
    /** The number of the newest event; 0 for an empty log. */
    position = 0;
    state: ClaudeState = 'idle';
    runtime?: RuntimeName;
    /** The model that was wished for at the start; absent for the runtime's default. */
    wishedModel?: string;
    /** The model that answers, as the runtime told. */
    model?: string;
    runtimeSessionId?: string;
    /** The turn under way. */
    turnId?: string;
    /** How the newest turn ended; absent before the first end and while one is under way. */
    lastOutcome?: 'finished' | 'interrupted' | 'failed';
    readonly messageIds = new Set<string>();
    readonly openBlocks = new Set<string>();
    readonly openTools = new Map<string, OpenTool>();
    readonly approvals = new Map<string, Approval>();
    unanswered: UnansweredMessage[] = [];

    /** Takes over the next event. Errors: RangeError when it is not the next one. */
    apply(event: ClaudeEvent): void {
        if (event.seq !== this.position + 1) {
            throw new RangeError(`event ${event.seq} does not follow ${this.position}`);
        }
        this.position = event.seq;
        this.fold(event.body);
    }

    /** The approvals that wait for a person, oldest first. */
    pendingApprovals(): [approvalId: string, approval: Approval][] {
        return [...this.approvals].filter(([, approval]) => !approval.answer);
    }

    /**
     * Whether it is certain that this open call of a tool did nothing. Our own loop records each start before it happens;
     * Claude Code tells of a start only where a person allowed it.
     */
    wasNeverRun(toolUseId: string): boolean {
        if (this.openTools.get(toolUseId)?.started) {
            return false;
        }
        const asked = [...this.approvals.values()].findLast(approval => approval.toolUseId === toolUseId);
        return this.runtime === 'messages-api' || (asked !== undefined && asked.answer !== 'allow');
    }

    private fold(body: ClaudeEventBody): void {
        switch (body.type) {
            case 'session-started':
                this.runtime = body.runtime;
                this.wishedModel = body.model;
                break;
            case 'runtime-session':
                this.runtimeSessionId = body.runtimeSessionId;
                this.model = body.model ?? this.model;
                break;
            case 'user-message':
                this.messageIds.add(body.messageId);
                this.unanswered.push({ messageId: body.messageId, text: body.text });
                break;
            case 'turn-started':
                this.turnId = body.turnId;
                this.lastOutcome = undefined;
                this.unanswered = [];
                break;
            case 'turn-ended':
                this.turnId = undefined;
                this.lastOutcome = body.outcome;
                break;
            case 'state-changed':
                this.state = body.state;
                break;
            default:
                this.foldDetail(body);
        }
    }

    private foldDetail(body: ClaudeEventBody): void {
        switch (body.type) {
            case 'block-started':
                this.openBlocks.add(body.blockId);
                break;
            case 'block-ended':
                this.openBlocks.delete(body.blockId);
                break;
            case 'tool-requested':
                this.openTools.set(body.toolUseId, { name: body.name, started: false });
                break;
            case 'tool-started':
                this.foldToolStarted(body.toolUseId);
                break;
            case 'tool-finished':
                this.openTools.delete(body.toolUseId);
                break;
            case 'approval-requested':
                this.approvals.set(body.approvalId, { toolUseId: body.toolUseId, inputHash: body.inputHash });
                break;
            case 'approval-answered':
                this.foldAnswer(body.approvalId, body.answer);
                break;
            default:
                // deltas, usage and notices are for those who read the log
                break;
        }
    }

    private foldToolStarted(toolUseId: string): void {
        const tool = this.openTools.get(toolUseId);
        if (tool) {
            this.openTools.set(toolUseId, { ...tool, started: true });
        }
    }

    private foldAnswer(approvalId: string, answer: 'allow' | 'deny' | 'withdrawn'): void {
        const approval = this.approvals.get(approvalId);
        if (approval) {
            this.approvals.set(approvalId, { ...approval, answer });
        }
    }
}

/** Folds a whole log. */
export function conversationOf(events: Iterable<ClaudeEvent>): Conversation {
    const conversation = new Conversation();
    for (const event of events) {
        conversation.apply(event);
    }
    return conversation;
}
