import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { MessageContext } from '../../domain/message-context';
import { ClaudeText } from '../claude-text';

/** What goes with a message, each as a chip that can be taken out. */
export function Chips(props: {
    contexts: readonly MessageContext[];
    icon: string;
    onRemove(label: string): void;
}): React.ReactElement {
    return (
        <>
            {props.contexts.map(({ label, text }) => (
                <span key={label} className="dispatch-claude-context-chip" title={text.slice(0, 2_000)}>
                    <span className={codicon(props.icon)} aria-hidden />
                    <span>{label}</span>
                    <button
                        type="button"
                        className="dispatch-claude-icon-button"
                        title={ClaudeText.removeContext(label)}
                        aria-label={ClaudeText.removeContext(label)}
                        onClick={() => props.onRemove(label)}
                    >
                        <span className={codicon('close')} aria-hidden />
                    </button>
                </span>
            ))}
        </>
    );
}

/** What went with a message that was sent; opens on a click. */
export function SentContexts({ contexts }: { contexts: readonly MessageContext[] }): React.ReactElement {
    return (
        <div className="dispatch-claude-sent-contexts">
            {contexts.map(({ label, text }, i) => (
                <details key={i}>
                    <summary>{label}</summary>
                    <pre className="dispatch-claude-block" tabIndex={0}>
                        {text}
                    </pre>
                </details>
            ))}
        </div>
    );
}
