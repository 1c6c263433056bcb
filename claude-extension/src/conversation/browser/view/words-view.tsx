import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { WordsPart } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { formatDuration } from '../duration';
import { MarkdownView } from '../markdown/markdown-view';

/** Words of Claude: what it says, or folded what it thinks. */
export const WordsView = React.memo(function WordsView({ words }: { words: WordsPart }): React.ReactElement {
    return words.kind === 'thinking' ? <Thinking words={words} /> : <MarkdownView text={words.text} />;
});

function Thinking({ words }: { words: WordsPart }): React.ReactElement {
    const [open, setOpen] = React.useState(false);
    const thinks = words.state === 'streaming';
    return (
        <div className="dispatch-claude-thinking">
            <button
                type="button"
                className="dispatch-claude-row"
                aria-expanded={open}
                onClick={() => setOpen(!open)}
                disabled={words.text === ''}
            >
                <span className={codicon('lightbulb')} aria-hidden />
                <span className={thinks ? 'dispatch-claude-shimmer' : undefined}>{headingOf(words)}</span>
                <span className={codicon(open ? 'chevron-down' : 'chevron-right')} aria-hidden />
            </button>
            {open && (
                <div className="dispatch-claude-fold">
                    <MarkdownView text={words.text} />
                </div>
            )}
        </div>
    );
}

function headingOf({ state, startedAtMs, endedAtMs }: WordsPart): string {
    if (state === 'streaming') {
        return ClaudeText.thinking;
    }
    return endedAtMs === undefined
        ? ClaudeText.thought
        : ClaudeText.thoughtFor(formatDuration(endedAtMs - startedAtMs));
}
