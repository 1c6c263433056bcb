import { expect } from 'chai';
import type { UsageRow } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { breakDown, dayBefore, daysBetween, sumUp } from './usage-breakdown';

const row = (more: Partial<UsageRow>): UsageRow => ({
    day: '2026-11-24',
    model: 'opus',
    person: 'default',
    sessionId: 's1',
    calls: 1,
    cutCalls: 0,
    unknownCalls: 0,
    unpricedCalls: 0,
    unreportedCalls: 0,
    inputTokens: 10,
    outputTokens: 5,
    cacheReadTokens: 2,
    cacheWrite5mTokens: 1,
    cacheWrite1hTokens: 1,
    webSearches: 0,
    costUsd: 0.5,
    ...more
});
const SESSIONS = [
    { sessionId: 's1', kind: 'claude', title: 'Fix it', folder: '/work/a' },
    { sessionId: 's2', kind: 'terminal', title: '', folder: '/work/a' }
];
/** The gateway was killed in the middle of the call, or the answer said nothing. */
const NOTHING_REPORTED = {
    ...{ inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 },
    ...{ costUsd: 0, unknownCalls: 1, unreportedCalls: 1 }
};
const ROWS = [
    row({}),
    row({ day: '2026-11-26', model: 'haiku', sessionId: 's2', costUsd: 0.1, cutCalls: 1, calls: 2 }),
    row({ day: '2026-11-26', model: 'new', sessionId: 's3', costUsd: 0, unpricedCalls: 1, unknownCalls: 1 }),
    row({ day: '2026-11-26', model: 'haiku', ...NOTHING_REPORTED })
];

describe('breakdown of usage', () => {
    it('shows every day, also those without use', () => {
        const days = breakDown(ROWS, 'day', SESSIONS, daysBetween('2026-11-24', '2026-11-26'));
        expect(days.map(({ label, calls, costUsd }) => [label, calls, costUsd])).to.deep.equal([
            ['2026-11-24', 1, 0.5],
            ['2026-11-25', 0, 0],
            ['2026-11-26', 4, 0.1]
        ]);
    });

    it('puts the dearest first, by model, session and folder', () => {
        const labels = (axis: 'model' | 'session' | 'folder'): string[] =>
            breakDown(ROWS, axis, SESSIONS).map(({ label }) => label);
        expect(labels('model')).to.deep.equal(['opus', 'haiku', 'new']);
        expect(labels('session')).to.deep.equal(['Fix it', 's2', 's3']);
        expect(labels('folder')).to.deep.equal(['/work/a', '–']);
    });

    it('loses nothing of the sum, whatever the axis', () => {
        for (const axis of ['day', 'model', 'session', 'folder'] as const) {
            const { key, label, ...sum } = sumUp(breakDown(ROWS, axis, SESSIONS));
            expect([key, label]).to.deep.equal(['', '']);
            expect(sum, axis).to.deep.equal({
                ...{ calls: 5, tokens: 57, inputTokens: 30, outputTokens: 15, cacheReadTokens: 6, cacheWriteTokens: 6 },
                ...{ costUsd: 0.6, unpricedCalls: 1, unreportedCalls: 1, uncertainCalls: 2 }
            });
        }
    });

    it('counts days over the ends of months', () => {
        expect(daysBetween('2026-02-27', '2026-03-01')).to.deep.equal(['2026-02-27', '2026-02-28', '2026-03-01']);
        expect(daysBetween('2026-03-01', '2026-02-27')).to.deep.equal([]);
        expect(dayBefore('2026-03-01', 29)).to.equal('2026-01-31');
    });
});
