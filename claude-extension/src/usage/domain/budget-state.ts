import type { LimitName, LimitsAnswer, MeteredSession } from 'dispatch-extension/lib/kernel/common/usage-contract';

/** The limits that are budgets, in the order in which they are shown. */
export const BUDGETS = [
    'personUsdPerMonth',
    'personTokensPerDay',
    'sessionUsdPerMonth',
    'sessionTokensPerDay'
] as const;
export type BudgetName = (typeof BUDGETS)[number];

/** The limits of how much at once, in the order in which they are shown. */
export const RATES: readonly LimitName[] = [
    'personRequestsPerMinute',
    'sessionRequestsPerMinute',
    'personConcurrentRequests',
    'sessionConcurrentRequests'
];

/** How it stands with a budget. */
export interface BudgetState {
    name: BudgetName;
    used: number;
    /** `undefined` for no limit. */
    limit: number | undefined;
    level: 'free' | 'fine' | 'warning' | 'used-up';
    /** Of those budgets that each session has: the session that used most. */
    session: MeteredSession | undefined;
}

/** How it stands with all budgets. */
export function budgetStates(answer: LimitsAnswer): BudgetState[] {
    return BUDGETS.map(name => {
        const { used, session } = usedOf(name, answer);
        const limit = answer.effective[name];
        return { name, used, limit, session, level: levelOf(used, limit, answer.warnAtPercent) };
    });
}

function usedOf(name: BudgetName, { person, sessions }: LimitsAnswer): { used: number; session?: MeteredSession } {
    const of = name.endsWith('UsdPerMonth') ? ('usdThisMonth' as const) : ('tokensToday' as const);
    if (name.startsWith('person')) {
        return { used: person[of] };
    }
    const [most] = [...sessions].sort((a, b) => b.spending[of] - a.spending[of]);
    return most ? { used: most.spending[of], session: most } : { used: 0 };
}

function levelOf(used: number, limit: number | undefined, warnAtPercent: number): BudgetState['level'] {
    if (limit === undefined) {
        return 'free';
    }
    if (used >= limit) {
        return 'used-up';
    }
    return used >= (limit * warnAtPercent) / 100 ? 'warning' : 'fine';
}
