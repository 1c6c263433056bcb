import type { SDKAPIRetryMessage, SDKMessage, SDKResultMessage } from '@anthropic-ai/claude-agent-sdk';
import { contextOf, LastResponse } from '../../usage/host/usage-api';
import { meterWords, sayFailure } from '../domain/api-failure';
import { TurnOutcome } from './claude-runtime';

/**
 * Whether nothing that the person said is left without an answer. Claude Code may end turns that nobody asked for (a task
 * that told of its end); those answer nothing of ours.
 */
export function answersAll({ user_message_uuids: answered }: SDKResultMessage, unanswered: Set<string>): boolean {
    if (answered === undefined) {
        return true;
    }
    const before = unanswered.size;
    for (const uuid of answered) {
        unanswered.delete(uuid);
    }
    return unanswered.size === 0 && before > 0;
}

/** Claude Code 2.1 says it by this sentence only. */
export function isUnknownConversation(message: SDKMessage): boolean {
    return (
        message.type === 'result' &&
        message.subtype !== 'success' &&
        message.errors.some(error => error.startsWith('No conversation found with session ID'))
    );
}

/** How the turn ended that a result is about. */
export function outcomeFrom(result: SDKResultMessage): TurnOutcome {
    if (result.subtype === 'success') {
        return result.is_error ? { outcome: 'failed', error: result.result } : { outcome: 'finished' };
    }
    return { outcome: 'failed', error: result.errors.join('\n') || 'Claude Code could not finish this turn.' };
}

/** How a turn ends whose request was refused, and would be again. `bySignIn`: no key was refused, but the person's sign-in. */
export function refusedOutcome({ error_status: status }: SDKAPIRetryMessage, bySignIn = false): TurnOutcome {
    const error = bySignIn
        ? `Claude did not accept your sign-in (${status}). Sign in again, then send a message to go on.`
        : sayFailure({ status: status ?? undefined });
    return { outcome: 'failed', error };
}

/** Adds the usage limit that a failure is about: one of the meter, by its words, or one of the subscription. */
export function withLimit(outcome: TurnOutcome, limitedUntilMs: number | undefined): TurnOutcome {
    if (outcome.outcome !== 'failed') {
        return outcome;
    }
    const ofMeter = meterWords(outcome.error);
    if (ofMeter) {
        return { ...outcome, limit: { reason: ofMeter } };
    }
    const untilMs = limitedUntilMs ? { untilMs: limitedUntilMs } : {};
    return limitedUntilMs === undefined ? outcome : { ...outcome, limit: { reason: outcome.error, ...untilMs } };
}

/** An outcome that is not there yet, and what brings it about. */
export function outcomeOf(): { promise: Promise<TurnOutcome>; end: (outcome: TurnOutcome) => void } {
    let end: (outcome: TurnOutcome) => void = () => undefined;
    const promise = new Promise<TurnOutcome>(resolve => (end = resolve));
    return { promise, end };
}

/** What a message says of the last response of the conversation itself; undefined for one that is none. */
export function lastResponse(message: SDKMessage): LastResponse | undefined {
    if (message.type !== 'assistant' || message.parent_tool_use_id !== null || message.error !== undefined) {
        return undefined;
    }
    const { model, usage } = message.message;
    return { model, contextTokens: contextOf(usage) };
}

/** How a turn ends whose process is gone. `stderr`: its last words. */
export function lostProcess(stderr: string): TurnOutcome {
    const why = stderr.trim().split('\n').at(-1) ?? '';
    const said = 'Claude Code has ended unexpectedly. What was said is kept; send a message to go on.';
    return { outcome: 'failed', error: why ? `${said} (${why.slice(0, 500)})` : said };
}
