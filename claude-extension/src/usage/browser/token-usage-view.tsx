import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../../conversation/browser/claude-text';
import type { TokenUsage } from '../../conversation/domain/transcript';
import { formatTokens } from './token-count';

/** What a session has used so far, on one short line; the whole account is in the tooltip. */
export function TokenUsageView({
    usage,
    contextTokens
}: {
    usage: TokenUsage;
    contextTokens: number;
}): React.ReactNode {
    const given = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
    if (given + usage.outputTokens === 0) {
        return undefined;
    }
    const all = [contextTokens, usage.inputTokens, usage.cacheReadTokens, usage.cacheWriteTokens, usage.outputTokens];
    const [context, input, read, write, output] = all.map(formatTokens);
    return (
        <span className="dispatch-claude-tokens" title={ClaudeText.tokensTitle(context, input, read, write, output)}>
            {ClaudeText.tokens(formatTokens(given), output)}
        </span>
    );
}
