import { expect } from 'chai';
import type { LimitsAnswer, LimitValues } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { budgetStates } from './budget-state';

const session = (sessionId: string, tokensToday: number, usdThisMonth: number): LimitsAnswer['sessions'][number] => ({
    ...{ sessionId, kind: 'claude', title: sessionId, folder: '/w' },
    spending: { tokensToday, usdThisMonth }
});

function levels(effective: LimitValues): string[] {
    const answer: LimitsAnswer = {
        ...{ own: {}, operator: {}, effective, warnAtPercent: 80, hasKey: true, dayEndsAtMs: 0, monthEndsAtMs: 0 },
        person: { tokensToday: 100, usdThisMonth: 8 },
        sessions: [session('a', 70, 1), session('b', 30, 7)]
    };
    return budgetStates(answer).map(({ name, level, used, session: most }) =>
        [name, level, used, ...(most ? [most.title] : [])].join(' ')
    );
}

describe('how it stands with budgets', () => {
    it('is free without a limit, and shows the session that used most', () => {
        expect(levels({})).to.deep.equal([
            'personUsdPerMonth free 8',
            'personTokensPerDay free 100',
            'sessionUsdPerMonth free 7 b',
            'sessionTokensPerDay free 70 a'
        ]);
    });

    it('is a warning from the share on that is set, and used up at the limit itself', () => {
        const at = (limit: number): string => levels({ personUsdPerMonth: limit })[0] ?? '';
        expect([11, 10, 8.01, 8, 7].map(at)).to.deep.equal([
            'personUsdPerMonth fine 8',
            'personUsdPerMonth warning 8',
            'personUsdPerMonth warning 8',
            'personUsdPerMonth used-up 8',
            'personUsdPerMonth used-up 8'
        ]);
    });
});
