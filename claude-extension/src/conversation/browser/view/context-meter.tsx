import * as React from '@theia/core/shared/react';
import { formatTokens } from '../../../usage/browser/token-count';
import type { Transcript } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';

/** How full the memory of the model is; a bar where it is known how much it holds. */
export function ContextMeter({ transcript }: { transcript: Transcript }): React.ReactNode {
    const { contextTokens, capabilities, settings, model } = transcript;
    if (contextTokens === 0) {
        return undefined;
    }
    const windowTokens = transcript.windowTokens ?? windowOf(capabilities?.models ?? [], settings.model, model);
    const tokens = formatTokens(contextTokens);
    if (windowTokens === undefined) {
        return (
            <span className="dispatch-claude-context" title={ClaudeText.contextTokens(tokens)}>
                {ClaudeText.contextShort(tokens)}
            </span>
        );
    }
    const percent = Math.min(100, Math.round((100 * contextTokens) / windowTokens));
    const title = ClaudeText.contextFilled(tokens, formatTokens(windowTokens), percent);
    return (
        <span
            className="dispatch-claude-context"
            role="meter"
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={percent}
            aria-label={title}
            title={title}
            data-full={percent >= 80 || undefined}
        >
            <span className="dispatch-claude-context-bar" aria-hidden>
                <i style={{ width: `${percent}%` }} />
            </span>
            {percent} %
        </span>
    );
}

/** By what was chosen, else by what answered; names may be longer than the runtime's own, like with a date. */
function windowOf(
    models: NonNullable<Transcript['capabilities']>['models'],
    ...names: (string | undefined)[]
): number | undefined {
    for (const name of names.filter(each => each !== undefined)) {
        const found = models.find(({ id }) => id === name) ?? models.find(({ id }) => name.startsWith(id));
        if (found?.contextTokens) {
            return found.contextTokens;
        }
    }
    return undefined;
}
