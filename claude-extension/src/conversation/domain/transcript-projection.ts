import type { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import {
    Approval,
    EMPTY_TRANSCRIPT,
    NO_USAGE,
    Part,
    TokenUsage,
    ToolPart,
    Transcript,
    TurnState,
    UserMessage
} from './transcript';
import { applySteering } from './steering-projection';
import { TranscriptDraft } from './transcript-draft';

type Body<T extends ClaudeEventBody['type']> = Extract<ClaudeEventBody, { type: T }>;

/** The transcript after some events, and which events must come before any more can be taken. */
export interface Projected {
    readonly transcript: Transcript;
    /** Numbers of the events that are missing, both included. The ones after them were not taken. */
    readonly missing?: { readonly from: number; readonly to: number };
}

/**
 * Takes events into a transcript. However the events are cut into pieces, and however often one is given again, the
 * same transcript comes of it. Events after a hole are left out, and the hole is named: ask again from `transcript.seq`.
 * Never throws; an event about something that is not there (its beginning fell into a gap) changes nothing but `seq`.
 */
export function projectEvents(before: Transcript, events: readonly ClaudeEvent[]): Projected {
    const draft = new Projector(before);
    for (const event of events) {
        if (event.seq > draft.seq + 1) {
            return { transcript: draft.finish(), missing: { from: draft.seq + 1, to: event.seq - 1 } };
        }
        if (event.seq === draft.seq + 1) {
            draft.take(event);
        }
    }
    return { transcript: draft.finish() };
}

/** The transcript of a whole log, from its first event. */
export function projectLog(events: readonly ClaudeEvent[]): Transcript {
    return projectEvents(EMPTY_TRANSCRIPT, events).transcript;
}

/** Goes on at event `to + 1` although the events up to `to` are not kept any more, and says so in the transcript. */
export function projectGap(before: Transcript, to: number): Transcript {
    if (to <= before.seq) {
        return before;
    }
    const draft = new Projector(before);
    const lost = to - before.seq;
    draft.skipTo(to, `${lost} older ${lost === 1 ? 'event is' : 'events are'} not kept any more.`);
    return draft.finish();
}

class Projector extends TranscriptDraft {
    take(event: ClaudeEvent): void {
        this.moveTo(event);
        this.apply(event.body);
    }

    private apply(body: ClaudeEventBody): void {
        switch (body.type) {
            case 'session-started':
                this.head = { ...this.head, runtime: body.runtime, model: body.model, folder: body.folder };
                break;
            case 'runtime-session':
                this.head = { ...this.head, model: body.model ?? this.head.model };
                break;
            case 'user-message':
                return this.queueMessage(body);
            case 'turn-started':
                return this.startTurn(body.turnId);
            case 'block-started':
                return this.startBlock(body);
            case 'block-delta':
                return this.changeWords(body.blockId, words => ({ ...words, text: words.text + body.text }));
            case 'block-ended':
                return this.endBlock(body);
            case 'tool-requested':
                return this.requestTool(body);
            case 'approval-requested':
                return this.askApproval(body);
            case 'approval-answered':
                return this.answerApproval(body);
            case 'tool-started':
                return this.changeTool(body.toolUseId, tool => ({ ...tool, state: 'running', startedAtMs: this.atMs }));
            case 'tool-finished':
                return this.finishTool(body);
            case 'usage':
                return this.addUsage(body);
            case 'notice':
                return this.addNotice(body);
            case 'turn-ended':
                return this.endTurn(body);
            case 'state-changed':
                return this.changeState(body);
            default:
                return applySteering(this, body);
        }
    }

    /** A turn answers every message that no earlier turn answered, so that all queued messages share one. */
    private queueMessage({ messageId, text, attachments }: Body<'user-message'>): void {
        const message: UserMessage = { messageId, text, atMs: this.atMs, ...(attachments && { attachments }) };
        const last = this.turns.at(-1);
        if (last?.state === 'queued') {
            this.turns[this.turns.length - 1] = { ...last, messages: [...last.messages, message] };
            return;
        }
        this.turns.push({
            key: `message:${messageId}`,
            messages: [message],
            parts: [],
            state: 'queued',
            usage: NO_USAGE
        });
    }

    private startBlock(body: Body<'block-started'>): void {
        this.addPart(this.ensureTurn(body.turnId), {
            kind: body.kind,
            id: body.blockId,
            text: '',
            state: 'streaming',
            startedAtMs: this.atMs,
            ...(body.parentToolUseId && { parentToolUseId: body.parentToolUseId })
        });
    }

    private endBlock({ blockId, cut }: Body<'block-ended'>): void {
        const state = cut ? 'replaced' : 'done';
        this.changeWords(blockId, words => ({ ...words, state, endedAtMs: this.atMs }));
    }

    private requestTool(body: Body<'tool-requested'>): void {
        const { toolUseId: id, name, input, parentToolUseId } = body;
        const tool: ToolPart = { kind: 'tool', id, name, input, state: 'requested' };
        this.addPart(this.ensureTurn(body.turnId), parentToolUseId ? { ...tool, parentToolUseId } : tool);
    }

    private askApproval(body: Body<'approval-requested'>): void {
        const { approvalId, toolUseId, name, input, inputHash, kind = 'tool' } = body;
        const approval: Approval = { approvalId, name, input, inputHash, kind, askedAtMs: this.atMs };
        if (!this.findTool(tool => tool.id === toolUseId)) {
            this.addPart(this.currentTurn(), { kind: 'tool', id: toolUseId, name, input, state: 'requested' });
        }
        this.changeTool(toolUseId, tool => ({ ...tool, state: 'waiting', approval }));
    }

    private answerApproval({
        approvalId,
        answer,
        message,
        by,
        ruleId,
        answers,
        mode
    }: Body<'approval-answered'>): void {
        const place = this.findTool(tool => tool.approval?.approvalId === approvalId);
        if (place) {
            this.changeTool(place.part.id, tool => ({
                ...tool,
                approval: tool.approval && { ...tool.approval, answer, message, by, ruleId, answers, mode },
                state: tool.state === 'waiting' ? AFTER_ANSWER[answer] : tool.state
            }));
        }
    }

    private finishTool(finished: Body<'tool-finished'>): void {
        this.changeTool(finished.toolUseId, tool => ({
            ...tool,
            state: shownOutcome(tool, finished),
            output: finished.output,
            ...(finished.pictures && { pictures: finished.pictures }),
            endedAtMs: this.atMs
        }));
    }

    private addUsage(body: Body<'usage'>): void {
        const turn = this.currentTurn();
        this.turns[turn] = { ...this.turns[turn], usage: sum(this.turns[turn].usage, body) };
        this.head = {
            ...this.head,
            model: body.model,
            usage: sum(this.head.usage, body),
            contextTokens: body.contextTokens ?? body.inputTokens + body.cacheReadTokens + body.cacheWriteTokens,
            ...(body.windowTokens && { windowTokens: body.windowTokens })
        };
    }

    private endTurn({ turnId, outcome, error }: Body<'turn-ended'>): void {
        this.closeTurn(this.ensureTurn(turnId), outcome, error);
    }

    private changeState({ state, reason }: Body<'state-changed'>): void {
        this.head = { ...this.head, state, reason };
        if (state === 'ended' || state === 'failed' || state === 'interrupted') {
            this.turns.forEach((turn, i) => turn.state === 'running' && this.closeTurn(i, 'interrupted'));
        }
    }

    private closeTurn(index: number, state: TurnState, error?: string): void {
        const turn = this.turns[index];
        const parts = turn.parts.map(part => closePart(part, state, this.atMs));
        this.turns[index] = { ...turn, parts, state, error, endedAtMs: this.atMs };
    }
}

const AFTER_ANSWER = { allow: 'requested', deny: 'denied', withdrawn: 'interrupted' } as const;

/**
 * The log has one word for what a person refused, for what came to nothing after it was allowed, and for what nobody was
 * asked about, or not until the end; people must not.
 */
function shownOutcome({ approval }: ToolPart, { outcome, unbegun }: Body<'tool-finished'>): ToolPart['state'] {
    if (outcome !== 'denied' || approval?.answer === 'deny') {
        return outcome;
    }
    if (approval?.answer === 'allow') {
        return 'not-run';
    }
    return approval?.answer === 'withdrawn' || unbegun ? 'withdrawn' : outcome;
}

/** What was under way when its turn ended is over too; what was said and done is kept. */
function closePart(part: Part, turn: TurnState, atMs: number): Part {
    if (part.kind === 'notice' || part.kind === 'steering') {
        return part;
    }
    if (part.kind === 'tool') {
        const open = part.state === 'requested' || part.state === 'waiting' || part.state === 'running';
        return open ? { ...part, state: 'interrupted', endedAtMs: atMs } : part;
    }
    return part.state === 'streaming'
        ? { ...part, state: turn === 'finished' ? 'done' : 'cut', endedAtMs: atMs }
        : part;
}

function sum(a: TokenUsage, b: TokenUsage): TokenUsage {
    return {
        inputTokens: a.inputTokens + b.inputTokens,
        outputTokens: a.outputTokens + b.outputTokens,
        cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
        cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens
    };
}
