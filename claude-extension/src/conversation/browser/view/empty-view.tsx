import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../claude-text';

/** What is seen before the first word: what this is for, and three ways to begin. */
export function EmptyView(props: { folder: string; onSuggest(text: string): void }): React.ReactElement {
    return (
        <div className="dispatch-claude-empty">
            <span className="dispatch-claude-mark" aria-hidden />
            <h1>{ClaudeText.emptyTitle}</h1>
            <p>{ClaudeText.emptyHint}</p>
            {props.folder && <code title={props.folder}>{props.folder}</code>}
            <div className="dispatch-claude-suggestions">
                {ClaudeText.suggestions.map(text => (
                    <button key={text} type="button" onClick={() => props.onSuggest(text)}>
                        {text}
                    </button>
                ))}
            </div>
        </div>
    );
}
