import { ClaudeEventBody, ClaudeState } from '../common/claude-events';
import { Conversation } from './conversation';

/** How a turn came to its end. `why` is for people; `error` too, and only with `failed`. */
export interface TurnEnd {
    outcome: 'finished' | 'interrupted' | 'failed';
    error?: string;
    why: string;
}

const STATE_AFTER: Record<TurnEnd['outcome'], ClaudeState> = {
    finished: 'idle',
    interrupted: 'interrupted',
    failed: 'failed'
};

/** Takes back every question that waits. */
export function withdrawals(conversation: Conversation, message: string): ClaudeEventBody[] {
    return conversation
        .pendingApprovals()
        .map(([approvalId]) => ({ type: 'approval-answered', approvalId, answer: 'withdrawn', message }));
}

/**
 * What ends the turn under way: open questions withdrawn, open blocks closed, and for each open call of a tool the truth
 * about it (`denied` if it was never run, else `unknown`), then the end itself and the state after it.
 */
export function turnClosing(conversation: Conversation, end: TurnEnd): ClaudeEventBody[] {
    const { turnId } = conversation;
    const events: ClaudeEventBody[] = [
        ...withdrawals(conversation, end.why),
        ...[...conversation.openBlocks].map((blockId): ClaudeEventBody => ({ type: 'block-ended', blockId })),
        ...[...conversation.openTools.keys()].map(toolUseId => toolClosing(conversation, toolUseId, end))
    ];
    if (turnId) {
        events.push({ type: 'turn-ended', turnId, outcome: end.outcome, error: end.error });
    }
    const state = STATE_AFTER[end.outcome];
    if (turnId || conversation.state !== state) {
        events.push({ type: 'state-changed', state, reason: end.outcome === 'finished' ? undefined : end.why });
    }
    return events;
}

function toolClosing(conversation: Conversation, toolUseId: string, { why }: TurnEnd): ClaudeEventBody {
    return conversation.wasNeverRun(toolUseId)
        ? { type: 'tool-finished', toolUseId, outcome: 'denied', output: `Not run: ${why}` }
        : { type: 'tool-finished', toolUseId, outcome: 'unknown', output: `It is not known what this did: ${why}` };
}

const RESTARTED = 'Dispatch was restarted.';

/**
 * What must be added to a log that an earlier session host wrote, cut at any event, so that the conversation can go on:
 * a turn under way is ended as interrupted, and what nobody will answer any more is closed. Empty when nothing is open.
 */
export function recoveryEvents(conversation: Conversation): ClaudeEventBody[] {
    if (conversation.state === 'ended') {
        return [];
    }
    if (conversation.turnId) {
        return [
            ...interruptionNotice(conversation),
            ...turnClosing(conversation, { outcome: 'interrupted', why: RESTARTED })
        ];
    }
    const isBusy = conversation.state === 'working' || conversation.state === 'waiting';
    const state = isBusy ? STATE_AFTER[conversation.lastOutcome ?? 'interrupted'] : conversation.state;
    if (conversation.unanswered.length > 0 && state !== 'interrupted') {
        const text =
            'Dispatch was restarted before Claude began to answer. Your next message sends the last one along.';
        return [
            { type: 'notice', level: 'warning', text },
            { type: 'state-changed', state: 'interrupted', reason: RESTARTED }
        ];
    }
    return state === conversation.state ? [] : [{ type: 'state-changed', state, reason: RESTARTED }];
}

function interruptionNotice(conversation: Conversation): ClaudeEventBody[] {
    const tools = [...conversation.openTools].filter(([id]) => !conversation.wasNeverRun(id));
    const unknown = tools.map(([, tool]) => tool.name).join(', ');
    const text =
        'Dispatch was restarted while Claude was working. What was said is kept; send a message to go on.' +
        (unknown ? ` What became of the tool calls under way is not known: ${unknown}.` : '');
    return [{ type: 'notice', level: 'warning', text: text.slice(0, 2_000) }];
}

/** What ends the session for good. Empty when it has ended. */
export function endingEvents(conversation: Conversation, reason: string): ClaudeEventBody[] {
    if (conversation.state === 'ended') {
        return [];
    }
    const closing = conversation.turnId
        ? turnClosing(conversation, { outcome: 'interrupted', why: reason }).slice(0, -1)
        : withdrawals(conversation, reason);
    return [...closing, { type: 'state-changed', state: 'ended', reason: reason.slice(0, 500) }];
}
