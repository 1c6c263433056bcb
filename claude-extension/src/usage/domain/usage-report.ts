import { ClaudeEventBody } from '../../conversation/common/claude-events';

/** Tokens as the Messages API counts them. */
export interface ApiUsage {
    input_tokens: number;
    output_tokens: number;
    cache_read_input_tokens?: number | null;
    cache_creation_input_tokens?: number | null;
}

/** The event for what one reply used. */
export function usageReport(model: string, usage: ApiUsage): Extract<ClaudeEventBody, { type: 'usage' }> {
    return {
        type: 'usage',
        model,
        inputTokens: usage.input_tokens,
        outputTokens: usage.output_tokens,
        cacheReadTokens: usage.cache_read_input_tokens ?? 0,
        cacheWriteTokens: usage.cache_creation_input_tokens ?? 0
    };
}

const COUNTS = ['inputTokens', 'outputTokens', 'cacheReadInputTokens', 'cacheCreationInputTokens'] as const;

/** Totals by model, as Claude Code reports them: they grow from turn to turn, and on from one process to the next. */
export type ModelTotals = Record<
    string,
    {
        inputTokens: number;
        outputTokens: number;
        cacheReadInputTokens: number;
        cacheCreationInputTokens: number;
        /** How much it can be given. */
        contextWindow?: number;
    }
>;

/**
 * From where `now` goes on: from `before`, or from nothing. A process that resumes a conversation goes on from the totals that
 * its transcript has kept, or begins anew where it has none: then something is less than it was.
 */
function basis(before: ModelTotals, now: ModelTotals): ModelTotals {
    const goesOn = Object.entries(before).every(([model, past]) => COUNTS.every(key => now[model]?.[key] >= past[key]));
    return goesOn ? before : {};
}

/** The last response of the conversation itself: who gave it, and how much it was given. */
export interface LastResponse {
    readonly model: string;
    readonly contextTokens: number;
}

/** How much a response was given, in tokens. */
export function contextOf(usage: ApiUsage): number {
    return usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);
}

/**
 * The events for what was used since `before`, one for each model that was; that of the last response comes last, because
 * it is the one that the session goes on with. `bySignIn`: past the meter.
 */
export function usageSince(
    before: ModelTotals,
    now: ModelTotals,
    { bySignIn = false, last }: { bySignIn?: boolean; last?: LastResponse } = {}
): Extract<ClaudeEventBody, { type: 'usage' }>[] {
    const window = last && totalOf(now, last.model)?.contextWindow;
    const context = last && { contextTokens: last.contextTokens, ...(window && { windowTokens: window }) };
    const counted = basis(before, now);
    const models = Object.entries(now).sort(([a], [b]) => Number(a === last?.model) - Number(b === last?.model));
    return models.flatMap(([model, total]) => {
        const past = counted[model];
        const used = {
            inputTokens: total.inputTokens - (past?.inputTokens ?? 0),
            outputTokens: total.outputTokens - (past?.outputTokens ?? 0),
            cacheReadTokens: total.cacheReadInputTokens - (past?.cacheReadInputTokens ?? 0),
            cacheWriteTokens: total.cacheCreationInputTokens - (past?.cacheCreationInputTokens ?? 0)
        };
        const any = Object.values(used).some(tokens => tokens > 0);
        return any ? [{ type: 'usage' as const, model, ...used, ...context, ...(bySignIn && { bySignIn }) }] : [];
    });
}

/** Names may be longer in one place than in the other, like with a date. */
function totalOf(totals: ModelTotals, model: string): ModelTotals[string] | undefined {
    const similar = Object.keys(totals).find(name => name.startsWith(model) || model.startsWith(name));
    return totals[model] ?? (similar === undefined ? undefined : totals[similar]);
}

/** The totals after what a log says was used. */
export function addUsage(totals: ModelTotals, used: Extract<ClaudeEventBody, { type: 'usage' }>): ModelTotals {
    const past = totals[used.model];
    return {
        ...totals,
        [used.model]: {
            inputTokens: (past?.inputTokens ?? 0) + used.inputTokens,
            outputTokens: (past?.outputTokens ?? 0) + used.outputTokens,
            cacheReadInputTokens: (past?.cacheReadInputTokens ?? 0) + used.cacheReadTokens,
            cacheCreationInputTokens: (past?.cacheCreationInputTokens ?? 0) + used.cacheWriteTokens
        }
    };
}
