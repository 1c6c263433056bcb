import type { ApprovalAnswer, ApprovalKind } from '../../approval/common/approval';
import {
    ClaudeCapabilities,
    ClaudeEvent,
    ClaudeEventBody,
    ClaudeSettings,
    ClaudeState,
    MessageAttachment,
    RuntimeName
} from '../common/claude-events';
import { addUsage, ModelTotals } from '../../usage/domain/usage-report';
import { TurnHistory } from './turn-history';

/** A message that no turn has answered yet. */
export interface UnansweredMessage {
    messageId: string;
    text: string;
    attachments?: readonly MessageAttachment[];
}

/** A call of a tool that has been asked for and has not finished. */
export interface OpenTool {
    name: string;
    input: Record<string, unknown>;
    started: boolean;
}

/** A question to the person. `answer` is absent while it waits. */
export interface Approval {
    toolUseId: string;
    inputHash: string;
    kind: ApprovalKind;
    answer?: ApprovalAnswer;
}

/** It waits for a usage limit to pass. */
export interface ParkedUntil {
    reason: string;
    untilMs?: number;
    resumes: boolean;
    byMeter?: boolean;
}

/** Files are being made what they were. `interrupted`: that broke off, and a person was told. */
export interface UnfinishedRewind {
    rewindId: string;
    interrupted: boolean;
    /** What has to be kept so that it can be finished, and taken back. */
    checkpointIds: readonly string[];
}

type Body<T extends ClaudeEventBody['type']> = Extract<ClaudeEventBody, { type: T }>;

/**
 * What the log of a Claude session says, folded: the only state on which the session decides. It is changed by
 * {@link apply} alone, so that a replay of the log and the life that wrote it come to the same value.
 *
 * A turn answers every message that was recorded before its `turn-started` and that no earlier turn answered, but for
 * those that were taken back, or given to a turn that was under way.
 */
export class Conversation {
    /** The number of the newest event; 0 for an empty log. */
    position = 0;
    state: ClaudeState = 'idle';
    runtime?: RuntimeName;
    /** The model that answers, as the runtime told. */
    model?: string;
    settings: ClaudeSettings = {};
    capabilities?: ClaudeCapabilities;
    parked?: ParkedUntil;
    /** Files are half of what they were. */
    openRewind?: UnfinishedRewind;
    /** The turn under way. */
    turnId?: string;
    /** How the newest turn ended; absent before the first end and while one is under way. */
    lastOutcome?: 'finished' | 'interrupted' | 'failed';
    readonly messageIds = new Set<string>();
    readonly openBlocks = new Set<string>();
    readonly openTools = new Map<string, OpenTool>();
    readonly approvals = new Map<string, Approval>();
    readonly history = new TurnHistory();
    unanswered: UnansweredMessage[] = [];
    /** What was used so far, by model, also by what was taken back. */
    used: ModelTotals = {};
    /** Messages that waited when the session went back, by the id of the rewind that took them out. */
    private readonly setAside = new Map<string, UnansweredMessage[]>();

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

    /** Whether the turn under way waits for a person, and would go on with the answer. */
    get waitsForPerson(): boolean {
        return (
            this.turnId !== undefined &&
            this.pendingApprovals().some(([, { toolUseId }]) => this.openTools.has(toolUseId))
        );
    }

    /**
     * Whether it is certain that this open call of a tool did nothing. A start is recorded before it happens by our own
     * loop, and where a person was asked; Claude Code tells of no other start, and of none when it takes its question back,
     * as where a hook has answered it.
     */
    wasNeverRun(toolUseId: string): boolean {
        if (this.openTools.get(toolUseId)?.started) {
            return false;
        }
        const wasAsked = [...this.approvals.values()].some(
            approval => approval.toolUseId === toolUseId && approval.answer?.answer !== 'withdrawn'
        );
        return this.runtime === 'messages-api' || wasAsked;
    }

    private fold(body: ClaudeEventBody): void {
        switch (body.type) {
            case 'session-started':
                this.runtime = body.runtime;
                this.settings = body.model === undefined ? {} : { model: body.model };
                break;
            case 'runtime-session':
                this.history.named(body.runtimeSessionId);
                this.model = body.model ?? this.model;
                break;
            case 'turn-started':
                this.history.started(
                    body.turnId,
                    this.unanswered.map(message => message.messageId)
                );
                this.turnId = body.turnId;
                this.lastOutcome = undefined;
                this.unanswered = [];
                break;
            case 'turn-ended':
                this.history.ended(body);
                this.turnId = undefined;
                this.lastOutcome = body.outcome;
                break;
            case 'state-changed':
                this.state = body.state;
                break;
            default:
                this.foldMessage(body);
        }
    }

    private foldMessage(body: ClaudeEventBody): void {
        switch (body.type) {
            case 'user-message': {
                const { messageId, text, attachments } = body;
                this.messageIds.add(messageId);
                this.unanswered.push({ messageId, text, ...(attachments && { attachments }) });
                break;
            }
            case 'message-edited':
                this.unanswered = this.unanswered.map(message =>
                    message.messageId === body.messageId ? { ...message, text: body.text } : message
                );
                break;
            case 'message-removed':
            case 'message-delivered':
                this.unanswered = this.unanswered.filter(message => message.messageId !== body.messageId);
                break;
            case 'rewound':
                this.openRewind = undefined;
                this.foldRewind(body);
                break;
            case 'rewind-undone':
                this.openRewind = undefined;
                this.history.undone(body.rewindId);
                this.unanswered = [...(this.setAside.get(body.rewindId) ?? []), ...this.unanswered];
                this.setAside.delete(body.rewindId);
                break;
            case 'forked':
                this.history.borrowed();
                break;
            default:
                this.foldTool(body);
        }
    }

    private foldTool(body: ClaudeEventBody): void {
        switch (body.type) {
            case 'block-started':
                this.openBlocks.add(body.blockId);
                break;
            case 'block-ended':
                this.openBlocks.delete(body.blockId);
                break;
            case 'tool-requested':
                this.openTools.set(body.toolUseId, { name: body.name, input: body.input, started: false });
                break;
            case 'tool-started':
                this.foldToolStarted(body.toolUseId);
                break;
            case 'tool-finished':
                this.openTools.delete(body.toolUseId);
                break;
            case 'approval-requested': {
                const { approvalId, toolUseId, inputHash, kind = 'tool' } = body;
                this.approvals.set(approvalId, { toolUseId, inputHash, kind });
                break;
            }
            case 'approval-answered':
                this.foldAnswer(body);
                break;
            default:
                this.foldCircumstance(body);
        }
    }

    /** Deltas, notices and checkpoints are for those who read the log. */
    private foldCircumstance(body: ClaudeEventBody): void {
        switch (body.type) {
            case 'settings-changed':
                this.settings = body.settings;
                break;
            case 'usage':
                this.used = addUsage(this.used, body);
                break;
            case 'capabilities-discovered':
                this.capabilities = body.capabilities;
                break;
            case 'parked': {
                const { reason, untilMs, resumes, byMeter } = body;
                this.parked = { reason, untilMs, resumes, ...(byMeter && { byMeter }) };
                break;
            }
            case 'unparked':
                this.parked = undefined;
                break;
            case 'rewind-begun':
                this.openRewind = {
                    rewindId: body.rewindId,
                    interrupted: false,
                    checkpointIds: [body.checkpointId, body.undoCheckpointId]
                };
                break;
            case 'rewind-interrupted':
                this.openRewind = this.openRewind && { ...this.openRewind, interrupted: true };
                break;
            case 'rewind-abandoned':
                this.openRewind = undefined;
                break;
            default:
                break;
        }
    }

    private foldRewind(body: Body<'rewound'>): void {
        if (body.scope === 'files') {
            return;
        }
        const queued = this.unanswered.findIndex(message => message.messageId === body.toMessageId);
        if (queued !== -1 || this.history.isAnswered(body.toMessageId)) {
            this.setAside.set(body.rewindId, this.unanswered);
            this.unanswered = [];
        }
        this.history.rewound(body);
    }

    private foldToolStarted(toolUseId: string): void {
        const tool = this.openTools.get(toolUseId);
        if (tool) {
            this.openTools.set(toolUseId, { ...tool, started: true });
        }
    }

    private foldAnswer({ approvalId, answer, message, answers, mode }: Body<'approval-answered'>): void {
        const approval = this.approvals.get(approvalId);
        if (approval) {
            this.approvals.set(approvalId, { ...approval, answer: { answer, message, answers, mode } });
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
