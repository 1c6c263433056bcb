import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../claude-text';
import type { Suggestion } from './suggestion';

interface CompletionListProps {
    readonly id: string;
    readonly suggestions: readonly Suggestion[];
    readonly selected: number;
    onChoose(index: number): void;
}

/** What completes the word that is being written. The focus stays in the input, which names the chosen entry. */
export function CompletionList({ id, suggestions, selected, onChoose }: CompletionListProps): React.ReactElement {
    const list = React.useRef<HTMLDivElement>(null);
    React.useLayoutEffect(() => {
        list.current?.children[selected]?.scrollIntoView({ block: 'nearest' });
    }, [selected]);
    return (
        <div ref={list} id={id} className="dispatch-claude-completion" role="listbox" aria-label={ClaudeText.suggested}>
            {suggestions.map(({ id: key, label, detail, icon }, i) => (
                <div
                    key={key}
                    id={`${id}-${i}`}
                    role="option"
                    aria-selected={i === selected}
                    // the input keeps the focus
                    onMouseDown={event => event.preventDefault()}
                    onClick={() => onChoose(i)}
                >
                    <span className={codicon(icon)} aria-hidden />
                    <span>{label}</span>
                    {detail && <small>{detail}</small>}
                </div>
            ))}
        </div>
    );
}
