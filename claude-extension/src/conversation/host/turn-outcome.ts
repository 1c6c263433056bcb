import { TurnOutcome } from '../../runtime/host/runtime-api';
import { ClaudeEventBody } from '../common/claude-events';
import { parking, TurnEnd, turnClosing } from '../domain/closing-events';
import { Conversation } from '../domain/conversation';

/**
 * What is recorded of the end of a turn. At a usage limit the session is parked, unless it is being ended. `stoppedBecause`:
 * why it was stopped, if it was; for people.
 */
export function turnOutcome(
    conversation: Conversation,
    outcome: TurnOutcome,
    stoppedBecause: string,
    isEnding: boolean
): ClaudeEventBody[] {
    const end = turnEnd(outcome, stoppedBecause);
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
