import { nls } from '@theia/core/lib/common/nls';
import type { LimitName } from 'dispatch-extension/lib/kernel/common/usage-contract';
import type { UsageAxis } from '../domain/usage-breakdown';

/** What the usage page says. */
export const UsageText = {
    title: nls.localize('dispatch/usage/title', 'Usage'),
    show: nls.localize('dispatch/usage/show', 'Show Usage and Budgets'),
    unreachable: nls.localize(
        'dispatch/usage/unreachable',
        'The gateway does not answer. It is asked again in a moment.'
    ),
    noKey: nls.localize(
        'dispatch/usage/noKey',
        'Dispatch has no API key, so nothing passes through it. Set ANTHROPIC_API_KEY and start Dispatch again. What Claude Code uses with a sign-in of your own is below, as it reports it.'
    ),
    nothing: nls.localize('dispatch/usage/nothing', 'Nothing was used in these days.'),
    bySignIn: nls.localize('dispatch/usage/bySignIn', 'By your own sign-in'),
    bySignInHint: nls.localize(
        'dispatch/usage/bySignInHint',
        'As Claude Code reports it. It goes by your subscription and past the meter: it has no cost here, and no budget counts it.'
    ),
    turns: nls.localize('dispatch/usage/turns', 'Turns'),
    period: nls.localize('dispatch/usage/period', 'Period'),
    periods: {
        month: nls.localize('dispatch/usage/thisMonth', 'This month'),
        week: nls.localize('dispatch/usage/week', '7 days'),
        days30: nls.localize('dispatch/usage/days30', '30 days'),
        days90: nls.localize('dispatch/usage/days90', '90 days')
    },
    measure: nls.localize('dispatch/usage/measure', 'Shown'),
    measures: {
        cost: nls.localize('dispatch/usage/cost', 'Cost'),
        tokens: nls.localize('dispatch/usage/tokens', 'Tokens')
    },
    by: nls.localize('dispatch/usage/by', 'By'),
    axes: {
        day: nls.localize('dispatch/usage/day', 'Day'),
        model: nls.localize('dispatch/usage/model', 'Model'),
        session: nls.localize('dispatch/usage/session', 'Session'),
        folder: nls.localize('dispatch/usage/folder', 'Workspace')
    } satisfies Record<UsageAxis, string>,
    download: nls.localize('dispatch/usage/download', 'Download CSV'),
    refresh: nls.localize('dispatch/usage/refresh', 'Refresh'),
    total: nls.localize('dispatch/usage/total', 'Total'),
    calls: nls.localize('dispatch/usage/calls', 'Calls'),
    input: nls.localize('dispatch/usage/input', 'Input'),
    output: nls.localize('dispatch/usage/output', 'Output'),
    cacheRead: nls.localize('dispatch/usage/cacheRead', 'Cache read'),
    cacheWrite: nls.localize('dispatch/usage/cacheWrite', 'Cache written'),
    unknownCost: nls.localize('dispatch/usage/unknownCost', 'unknown'),
    chart: (measure: string): string => nls.localize('dispatch/usage/chart', '{0} by day', measure),
    unpriced: (calls: number): string =>
        nls.localize(
            'dispatch/usage/unpriced',
            '{0} call(s) of a model without a price: their cost is not known and not in the sum.',
            calls
        ),
    unreported: (calls: number): string =>
        nls.localize(
            'dispatch/usage/unreported',
            '{0} call(s) ended without saying what they used: they are in no sum. Budgets count what they can have used at most.',
            calls
        ),
    uncertain: (calls: number): string =>
        nls.localize(
            'dispatch/usage/uncertain',
            '{0} call(s) were cut off; they may have used more than was reported.',
            calls
        ),
    budgets: nls.localize('dispatch/usage/budgets', 'Budgets'),
    rates: nls.localize('dispatch/usage/rates', 'Requests'),
    limits: {
        personTokensPerDay: nls.localize('dispatch/usage/personTokens', 'Tokens a day'),
        personUsdPerMonth: nls.localize('dispatch/usage/personUsd', 'USD a month'),
        sessionTokensPerDay: nls.localize('dispatch/usage/sessionTokens', 'Tokens a day, each session'),
        sessionUsdPerMonth: nls.localize('dispatch/usage/sessionUsd', 'USD a month, each session'),
        personRequestsPerMinute: nls.localize('dispatch/usage/personRate', 'Requests a minute'),
        sessionRequestsPerMinute: nls.localize('dispatch/usage/sessionRate', 'Requests a minute, each session'),
        personConcurrentRequests: nls.localize('dispatch/usage/personPlaces', 'Requests at once'),
        sessionConcurrentRequests: nls.localize('dispatch/usage/sessionPlaces', 'Requests at once, each session')
    } satisfies Record<LimitName, string>,
    noLimit: nls.localize('dispatch/usage/noLimit', 'no limit'),
    ofLimit: (used: string, limit: string): string => nls.localize('dispatch/usage/ofLimit', '{0} of {1}', used, limit),
    mostOf: (title: string): string => nls.localize('dispatch/usage/mostOf', 'most: {0}', title),
    operatorLimit: (value: string): string =>
        nls.localize('dispatch/usage/operatorLimit', 'The operator allows at most {0}.', value),
    save: nls.localize('dispatch/usage/save', 'Save'),
    saved: nls.localize('dispatch/usage/saved', 'Saved.'),
    warnAt: nls.localize('dispatch/usage/warnAt', 'Warn from this share of a budget on, in percent'),
    budgetHint: nls.localize(
        'dispatch/usage/budgetHint',
        'At a limit Claude waits and says why; it is not ended. A budget can be overshot by the answer that is under way.'
    ),
    prices: nls.localize('dispatch/usage/prices', 'Prices'),
    pricesHint: nls.localize(
        'dispatch/usage/pricesHint',
        'USD for a million tokens. What was counted keeps its cost when a price changes.'
    ),
    model: nls.localize('dispatch/usage/model', 'Model'),
    cacheWrite5m: nls.localize('dispatch/usage/cacheWrite5m', 'Cache 5 min'),
    cacheWrite1h: nls.localize('dispatch/usage/cacheWrite1h', 'Cache 1 h'),
    addModel: nls.localize('dispatch/usage/addModel', 'Add a model'),
    removeModel: (model: string): string => nls.localize('dispatch/usage/removeModel', 'Remove {0}', model),
    resetPrices: nls.localize('dispatch/usage/resetPrices', 'Back to the prices of Dispatch'),
    longPrompt: (tokens: string, input: string, output: string): string =>
        nls.localize(
            'dispatch/usage/longPrompt',
            'With a prompt above {0} tokens: input {1}, output {2}',
            tokens,
            input,
            output
        ),
    statusTitle: (month: string, today: string): string =>
        nls.localize(
            'dispatch/usage/status',
            'Claude this month: {0}; today: {1} tokens. Click for usage and budgets.',
            month,
            today
        ),
    warning: (budget: string, used: string, limit: string): string =>
        nls.localize('dispatch/usage/warning', 'Budget "{0}": {1} of {2} are used.', budget, used, limit),
    usedUp: (budget: string, limit: string): string =>
        nls.localize('dispatch/usage/usedUp', 'Budget "{0}" of {1} is used up. Claude waits.', budget, limit),
    sessionCost: (calls: number): string =>
        nls.localize(
            'dispatch/usage/sessionCost',
            'What this session cost so far, in {0} call(s). Click for usage and budgets.',
            calls
        ),
    sessionCostUnknown: nls.localize('dispatch/usage/sessionCostUnknown', 'cost unknown')
};
