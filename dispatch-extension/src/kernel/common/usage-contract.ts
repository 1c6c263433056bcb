import { z } from 'zod';

/** Nano-dollars of a dollar: money is counted in whole numbers of them, so that a sum is exact. */
export const NANO_PER_USD = 1_000_000_000;

/**
 * What the meter limits. `person…` counts everything of a person, `session…` each session for itself. Days and months are
 * those of the gateway's time zone. What is absent is not limited.
 */
export const LimitName = z.enum([
    'personRequestsPerMinute',
    'sessionRequestsPerMinute',
    'personConcurrentRequests',
    'sessionConcurrentRequests',
    'personTokensPerDay',
    'sessionTokensPerDay',
    'personUsdPerMonth',
    'sessionUsdPerMonth'
]);
export type LimitName = z.infer<typeof LimitName>;

/** Header of a refusal for a limit; its value is a {@link LimitName}. */
export const LIMIT_HEADER = 'x-dispatch-limit';

const LimitValue = z.number().positive().max(1_000_000_000_000);

/** Values of limits, by name. */
export const LimitValues = z.partialRecord(LimitName, LimitValue);
export type LimitValues = z.infer<typeof LimitValues>;

/** What a session may do now: `GET /meter/limits`, asked with the token of the session. */
export const SessionAllowance = z.object({
    /** The limit that refuses the next request; absent when it would be let through. */
    limit: LimitName.optional(),
    /** For people. */
    reason: z.string().optional(),
    /** When the limit lets through again by itself, in ms; absent when only a change of it does. */
    untilMs: z.number().int().optional(),
    /** What a person should know before it comes to that; for people. */
    warning: z.string().optional()
});
export type SessionAllowance = z.infer<typeof SessionAllowance>;

const Count = z.number().int().nonnegative();

/** Tokens and searches of a number of calls. */
export const UsedTokens = z.object({
    inputTokens: Count,
    outputTokens: Count,
    cacheReadTokens: Count,
    /** Kept for five minutes. */
    cacheWrite5mTokens: Count,
    /** Kept for an hour, at a higher price. */
    cacheWrite1hTokens: Count,
    webSearches: Count
});
export type UsedTokens = z.infer<typeof UsedTokens>;

/** What a session used on one day with one model. */
export const UsageRow = UsedTokens.extend({
    /** Like `2026-11-25`. */
    day: z.iso.date(),
    model: z.string(),
    person: z.string(),
    sessionId: z.string(),
    calls: Count,
    /** Calls that ended before the API said so; what it had reported counts. */
    cutCalls: Count,
    /** Calls whose end is not known: the gateway was killed, or the answer reported nothing. */
    unknownCalls: Count,
    /** Calls of a model without a price; they are not in `costUsd`. */
    unpricedCalls: Count,
    /** Calls of whose use nothing is known, some of `unknownCalls`: they are in no sum. */
    unreportedCalls: Count,
    costUsd: z.number().nonnegative()
});
export type UsageRow = z.infer<typeof UsageRow>;

/** A session that used something, as it was last seen. */
export const MeteredSession = z.object({
    sessionId: z.string(),
    kind: z.string(),
    title: z.string(),
    /** Absolute path of its folder. */
    folder: z.string()
});
export type MeteredSession = z.infer<typeof MeteredSession>;

/** `GET /api/usage?from=<day>&to=<day>`, both included. */
export const UsageAnswer = z.object({
    rows: z.array(UsageRow),
    sessions: z.array(MeteredSession),
    today: z.iso.date()
});
export type UsageAnswer = z.infer<typeof UsageAnswer>;

/** `GET /api/usage/sessions/:sessionId`: all that one session used. */
export const SessionUsageAnswer = z.object({
    costUsd: z.number(),
    calls: Count,
    unpricedCalls: Count,
    unreportedCalls: Count,
    tokens: UsedTokens
});
export type SessionUsageAnswer = z.infer<typeof SessionUsageAnswer>;

/** What counts against the budgets now. */
export const Spending = z.object({ tokensToday: Count, usdThisMonth: z.number().nonnegative() });
export type Spending = z.infer<typeof Spending>;

/** `GET /api/usage/limits`, and the answer to a change. */
export const LimitsAnswer = z.object({
    /** What the person has set. */
    own: LimitValues,
    /** What the operator has set; nobody goes beyond. */
    operator: LimitValues,
    /** The lower one of both, and what applies. */
    effective: LimitValues,
    warnAtPercent: z.number().int(),
    person: Spending,
    /** Of the sessions that run. */
    sessions: z.array(MeteredSession.extend({ spending: Spending })),
    dayEndsAtMs: z.number().int(),
    monthEndsAtMs: z.number().int(),
    /** Whether there is a key, without which nothing is metered. */
    hasKey: z.boolean()
});
export type LimitsAnswer = z.infer<typeof LimitsAnswer>;

/** `PUT /api/usage/limits`. `null` takes a limit away; what is absent stays. */
export const LimitsChange = z.object({
    own: z.partialRecord(LimitName, LimitValue.nullable()).default({}),
    warnAtPercent: z.number().int().min(1).max(100).optional()
});
export type LimitsChange = z.infer<typeof LimitsChange>;

const Price = z.number().nonnegative().max(1_000_000);

/** Prices in USD for a million tokens. */
export const TokenPrices = z.object({
    input: Price,
    output: Price,
    cacheRead: Price,
    cacheWrite5m: Price,
    cacheWrite1h: Price
});
export type TokenPrices = z.infer<typeof TokenPrices>;

/** What one model costs. A model name with a date behind it (`-20261001`) has the price of the name. */
export const ModelPrice = TokenPrices.extend({
    model: z.string().min(1).max(100),
    /** What every token of a call costs whose prompt is longer than that. */
    longPrompt: TokenPrices.extend({ aboveTokens: Count }).optional()
});
export type ModelPrice = z.infer<typeof ModelPrice>;

/** `GET /api/usage/prices`. */
export const PricesAnswer = z.object({
    models: z.array(ModelPrice),
    /** In USD for one search on the web. */
    webSearch: Price,
    /** Where these prices are from, and as of when; for people. */
    source: z.string(),
    /** Whether they are the ones that Dispatch came with. */
    isDefault: z.boolean()
});
export type PricesAnswer = z.infer<typeof PricesAnswer>;

/** `PUT /api/usage/prices`. `models: null` goes back to the prices that Dispatch came with. */
export const PricesChange = z.object({ models: z.array(ModelPrice).max(200).nullable(), webSearch: Price.optional() });
export type PricesChange = z.infer<typeof PricesChange>;
