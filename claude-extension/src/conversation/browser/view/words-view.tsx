import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { WordsPart } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { durationBetween } from '../duration';
import { MarkdownView } from '../markdown/markdown-view';

/** Words of Claude: what it says; folded what it thinks, and what it said again because it had been cut off. */
export const WordsView = React.memo(function WordsView({ words }: { words: WordsPart }): React.ReactNode {
    if (words.kind === 'thinking') {
        return <Folded icon="lightbulb" words={words} heading={headingOf(words)} />;
    }
    if (words.state === 'replaced') {
        const count = countWords(words.text);
        return count > 0 && <Folded icon="debug-disconnect" words={words} heading={ClaudeText.cutOff(count)} />;
    }
    return <MarkdownView text={words.text} />;
});

/** One quiet line that opens on a click. */
function Folded(props: { icon: string; words: WordsPart; heading: string }): React.ReactElement {
    const { text, state } = props.words;
    const [open, setOpen] = React.useState(false);
    return (
        <div className="dispatch-claude-folded">
            <button
                type="button"
                className="dispatch-claude-row"
                aria-expanded={open}
                onClick={() => setOpen(!open)}
                disabled={text === ''}
            >
                <span className={codicon(props.icon)} aria-hidden />
                <span className={state === 'streaming' ? 'dispatch-claude-shimmer' : undefined}>{props.heading}</span>
                <span className={codicon(open ? 'chevron-down' : 'chevron-right')} aria-hidden />
            </button>
            {open && (
                <div className="dispatch-claude-fold">
                    <MarkdownView text={text} />
                </div>
            )}
        </div>
    );
}

function countWords(text: string): number {
    return text.match(/\S+/g)?.length ?? 0;
}

function headingOf({ state, startedAtMs, endedAtMs }: WordsPart): string {
    if (state === 'streaming') {
        return ClaudeText.thinking;
    }
    const duration = durationBetween(startedAtMs, endedAtMs);
    return duration === undefined ? ClaudeText.thought : ClaudeText.thoughtFor(duration);
}
