import { ClaudeEventBody, ClaudeState } from '../common/claude-events';
import { Conversation, ParkedUntil } from './conversation';

/** How a turn came to its end. `why` is for people; `error` too, and only with `failed`. */
export interface TurnEnd {
    outcome: 'finished' | 'interrupted' | 'failed';
    error?: string;
    /** Where the runtime's own record of the conversation stands. */
    runtimePosition?: string;
    why: string;
    /** Why calls were not run that a person answered, where that is another thing; for people. */
    notRunBecause?: string;
}

const STATE_AFTER: Record<TurnEnd['outcome'], ClaudeState> = {
    finished: 'idle',
    interrupted: 'interrupted',
    failed: 'failed'
};

/** What ends a turn that met a usage limit: the session then waits for the limit to pass. */
export function parking(conversation: Conversation, end: TurnEnd, parked: ParkedUntil): ClaudeEventBody[] {
    const closing = turnClosing(conversation, end).filter(({ type }) => type !== 'state-changed');
    return [
        ...closing,
        { type: 'parked', ...parked },
        { type: 'state-changed', state: 'waiting', reason: parked.reason }
    ];
}

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
        const { outcome, error, runtimePosition } = end;
        events.push({ type: 'turn-ended', turnId, outcome, error, runtimePosition });
    }
    const state = STATE_AFTER[end.outcome];
    if (turnId || conversation.state !== state) {
        events.push({ type: 'state-changed', state, reason: end.outcome === 'finished' ? undefined : end.why });
    }
    return events;
}

function toolClosing(
    conversation: Conversation,
    toolUseId: string,
    { why, notRunBecause = why }: TurnEnd
): ClaudeEventBody {
    return conversation.wasNeverRun(toolUseId)
        ? { type: 'tool-finished', toolUseId, outcome: 'denied', unbegun: true, output: `Not run: ${notRunBecause}` }
        : { type: 'tool-finished', toolUseId, outcome: 'unknown', output: `It is not known what this did: ${why}` };
}

const RESTARTED = 'Dispatch was restarted.';

/**
 * What must be added to a log that an earlier session host wrote, cut at any event, so that the conversation can go on:
 * a turn that waits for a person goes on waiting, any other one is ended as interrupted, and what nobody will answer any
 * more is closed. Empty when nothing is to be done.
 */
export function recoveryEvents(conversation: Conversation): ClaudeEventBody[] {
    if (conversation.state === 'ended') {
        return [];
    }
    return [...interruptedRewind(conversation), ...turnRecovery(conversation)];
}

/** Files were being put back: that is told to the person, who decides whether it is finished or taken back. */
function interruptedRewind({ openRewind }: Conversation): ClaudeEventBody[] {
    return openRewind && !openRewind.interrupted ? [{ type: 'rewind-interrupted', rewindId: openRewind.rewindId }] : [];
}

function turnRecovery(conversation: Conversation): ClaudeEventBody[] {
    if (conversation.waitsForPerson) {
        return suspension(conversation);
    }
    if (conversation.parked && !conversation.turnId) {
        return conversation.state === 'waiting' ? [] : [{ type: 'state-changed', state: 'waiting' }];
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

/** The turn stays open for the sake of its questions; all else in it is closed. */
function suspension(conversation: Conversation): ClaudeEventBody[] {
    // what was certainly not begun can still be: it stays open
    const others = [...conversation.openTools.keys()].filter(toolUseId => !conversation.wasNeverRun(toolUseId));
    const end: TurnEnd = { outcome: 'interrupted', why: RESTARTED };
    const events: ClaudeEventBody[] = [
        ...[...conversation.openBlocks].map((blockId): ClaudeEventBody => ({ type: 'block-ended', blockId })),
        ...others.map(toolUseId => toolClosing(conversation, toolUseId, end))
    ];
    if (events.length > 0) {
        events.unshift(...interruptionNotice(conversation));
    }
    return conversation.state === 'waiting' ? events : [...events, { type: 'state-changed', state: 'waiting' }];
}

function interruptionNotice(conversation: Conversation): ClaudeEventBody[] {
    const tools = [...conversation.openTools].filter(([id]) => !conversation.wasNeverRun(id));
    const unknown = tools.map(([, tool]) => tool.name).join(', ');
    const next = conversation.waitsForPerson
        ? 'Claude goes on when you have answered.'
        : 'What was said is kept; send a message to go on.';
    const text =
        `Dispatch was restarted while Claude was working. ${next}` +
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
