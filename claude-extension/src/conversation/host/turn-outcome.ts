import { TurnOutcome } from '../../runtime/host/runtime-api';
import { ClaudeEventBody } from '../common/claude-events';
import { parking, TurnEnd, turnClosing } from '../domain/closing-events';
import { Conversation } from '../domain/conversation';

/** Claude Code forgets its calls with its process; it was told of them, and is free to go another way. */
const NOT_MADE_AGAIN =
    'Dispatch was restarted while this waited for your answer. Claude was then asked to make the call again, and has not done so.';

/** Why and how a turn came to be over that is not in what its runtime says. */
export interface TurnCircumstance {
    /** Why it was stopped, if it was; for people. */
    readonly stoppedBecause: string;
    /** The session is being ended. */
    readonly isEnding: boolean;
    /** An earlier session host began it, and it waited for a person. */
    readonly wentOn: boolean;
}

/**
 * What is recorded of the end of a turn. At a usage limit the session is parked, unless it is being ended.
 */
export function turnOutcome(
    conversation: Conversation,
    outcome: TurnOutcome,
    { stoppedBecause, isEnding, wentOn }: TurnCircumstance
): ClaudeEventBody[] {
    const isMissing = wentOn && outcome.outcome === 'finished';
    const end = { ...turnEnd(outcome, stoppedBecause), ...(isMissing && { notRunBecause: NOT_MADE_AGAIN }) };
    if (outcome.outcome !== 'failed' || !outcome.limit || isEnding) {
        return turnClosing(conversation, end);
    }
    const { reason, untilMs, byMeter } = outcome.limit;
    const resumes = (untilMs !== undefined || byMeter === true) && conversation.settings.resumeAfterLimit === true;
    const ofMeter = byMeter && { byMeter };
    return parking(conversation, end, { reason: reason.slice(0, 500), untilMs, resumes, ...ofMeter });
}

function turnEnd(outcome: TurnOutcome, stoppedBecause: string): TurnEnd {
    const { runtimePosition } = outcome;
    switch (outcome.outcome) {
        case 'finished':
            return { outcome: 'finished', why: 'The turn has ended.', runtimePosition };
        case 'interrupted':
            return { outcome: 'interrupted', why: stoppedBecause, runtimePosition };
        case 'failed': {
            const { error } = outcome;
            return { outcome: 'failed', error: error.slice(0, 2_000), why: error.slice(0, 500), runtimePosition };
        }
    }
}
