import type { ClaudeEvent, ClaudeEventBody } from '../../common/claude-events';
import type { Transcript } from '../transcript';

export const HASH = 'a'.repeat(64);

export function log(...bodies: ClaudeEventBody[]): ClaudeEvent[] {
    return bodies.map((body, i) => ({ seq: i + 1, atMs: 1_000 + i, body }));
}

export const started: ClaudeEventBody = {
    type: 'session-started',
    runtime: 'messages-api',
    model: 'model-a',
    folder: '/w'
};
export const asked = (messageId: string, text = messageId): ClaudeEventBody => ({
    type: 'user-message',
    messageId,
    text
});
export const turn = (turnId: string): ClaudeEventBody => ({ type: 'turn-started', turnId });
export const block = (turnId: string, blockId: string, kind: 'text' | 'thinking' = 'text'): ClaudeEventBody => ({
    type: 'block-started',
    turnId,
    blockId,
    kind
});
export const delta = (blockId: string, text: string): ClaudeEventBody => ({ type: 'block-delta', blockId, text });
export const blockEnd = (blockId: string): ClaudeEventBody => ({ type: 'block-ended', blockId });
export const tool = (turnId: string, toolUseId: string): ClaudeEventBody => ({
    type: 'tool-requested',
    turnId,
    toolUseId,
    name: 'Bash',
    input: { command: 'make' }
});
export const approval = (approvalId: string, toolUseId: string): ClaudeEventBody => ({
    type: 'approval-requested',
    approvalId,
    toolUseId,
    name: 'Bash',
    input: { command: 'make' },
    inputHash: HASH
});
export const answer = (
    approvalId: string,
    value: 'allow' | 'deny' | 'withdrawn',
    message?: string
): ClaudeEventBody => ({
    type: 'approval-answered',
    approvalId,
    answer: value,
    ...(message ? { message } : {})
});
export const toolStarted = (toolUseId: string): ClaudeEventBody => ({ type: 'tool-started', toolUseId });
export const toolDone = (toolUseId: string, output: string): ClaudeEventBody => ({
    type: 'tool-finished',
    toolUseId,
    outcome: 'done',
    output
});
export const used = (inputTokens: number, outputTokens: number): ClaudeEventBody => ({
    type: 'usage',
    model: 'model-b',
    inputTokens,
    outputTokens,
    cacheReadTokens: 10,
    cacheWriteTokens: 1
});
export const notice = (text: string): ClaudeEventBody => ({ type: 'notice', level: 'warning', text });
export const turnEnd = (
    turnId: string,
    outcome: 'finished' | 'interrupted' | 'failed',
    error?: string
): ClaudeEventBody => ({
    type: 'turn-ended',
    turnId,
    outcome,
    ...(error ? { error } : {})
});
export const state = (value: Transcript['state'], reason?: string): ClaudeEventBody => ({
    type: 'state-changed',
    state: value,
    ...(reason ? { reason } : {})
});

/** A session with everything in it: two turns, one queued while the other ran, tools of every fate, an interruption. */
export const FULL_LOG = log(
    started,
    notice('Before all'),
    { type: 'runtime-session', runtimeSessionId: 'rt-1', model: 'model-b' },
    asked('m1'),
    turn('t1'),
    state('working'),
    block('t1', 'b1', 'thinking'),
    delta('b1', 'Let me '),
    delta('b1', 'see.'),
    blockEnd('b1'),
    block('t1', 'b2'),
    delta('b2', 'I shall '),
    asked('m2'),
    delta('b2', 'build it.'),
    blockEnd('b2'),
    tool('t1', 'u1'),
    approval('a1', 'u1'),
    state('waiting'),
    answer('a1', 'allow'),
    toolStarted('u1'),
    toolDone('u1', 'ok'),
    tool('t1', 'u2'),
    approval('a2', 'u2'),
    answer('a2', 'deny', 'not that'),
    { type: 'tool-finished', toolUseId: 'u2', outcome: 'denied', output: 'not that' },
    used(100, 20),
    turnEnd('t1', 'finished'),
    turn('t2'),
    tool('t2', 'u3'),
    toolStarted('u3'),
    block('t2', 'b3'),
    delta('b3', 'It has two sta'),
    notice('Retrying'),
    used(7, 3),
    turnEnd('t2', 'interrupted'),
    state('interrupted', 'stopped')
);
