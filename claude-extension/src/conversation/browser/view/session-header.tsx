import * as React from '@theia/core/shared/react';
import { TokenUsageView } from '../../../usage/browser/token-usage-view';
import type { Transcript } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';

/** Which session this is and how it is, on one line. */
export function SessionHeader({ title, transcript }: { title: string; transcript: Transcript }): React.ReactElement {
    const { state, reason, runtime, model } = transcript;
    return (
        <header className="dispatch-claude-header">
            <span className={`dispatch-claude-state dispatch-claude-state-${state}`} title={reason}>
                {ClaudeText.states[state]}
            </span>
            <h2 title={title}>{title}</h2>
            <span className="dispatch-claude-about">
                {runtime && <span className="dispatch-claude-runtime">{ClaudeText.runtimes[runtime]}</span>}
                {model && <span className="dispatch-claude-model">{model}</span>}
                <TokenUsageView usage={transcript.usage} contextTokens={transcript.contextTokens} />
            </span>
        </header>
    );
}
