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

/** Totals by model, as Claude Code reports them: they grow from turn to turn of one process. */
export type ModelTotals = Record<
    string,
    { inputTokens: number; outputTokens: number; cacheReadInputTokens: number; cacheCreationInputTokens: number }
>;

/** The events for what was used since `before`, one for each model that was; `bySignIn`: past the meter. */
export function usageSince(
    before: ModelTotals,
    now: ModelTotals,
    bySignIn: boolean
): Extract<ClaudeEventBody, { type: 'usage' }>[] {
    return Object.entries(now).flatMap(([model, total]) => {
        const past = before[model];
        const used = {
            inputTokens: total.inputTokens - (past?.inputTokens ?? 0),
            outputTokens: total.outputTokens - (past?.outputTokens ?? 0),
            cacheReadTokens: total.cacheReadInputTokens - (past?.cacheReadInputTokens ?? 0),
            cacheWriteTokens: total.cacheCreationInputTokens - (past?.cacheCreationInputTokens ?? 0)
        };
        const any = Object.values(used).some(tokens => tokens > 0);
        return any ? [{ type: 'usage' as const, model, ...used, ...(bySignIn && { bySignIn }) }] : [];
    });
}
