import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { ClaudeText } from '../claude-text';
import type { Draft } from '../draft';

interface ComposerProps {
    readonly draft: Draft;
    /** Everything that was said before, oldest first. */
    readonly history: () => readonly string[];
    readonly busy: boolean;
    readonly stopKey: string;
    onSend(text: string): void;
    onStop(): void;
}

/** Where a person writes. Remount it (by key) when the draft was replaced from outside. */
export function Composer(props: ComposerProps): React.ReactElement {
    const { draft, busy } = props;
    const field = React.useRef<HTMLTextAreaElement>(null);
    const [text, setText] = React.useState(draft.text);
    const recall = React.useRef(-1);
    useGrowth(field, text);
    useFocusOfView(field);

    const change = (value: string): void => {
        setText(value);
        draft.update(value);
    };
    const send = (): void => {
        if (text.trim()) {
            props.onSend(text.trim());
            change('');
            recall.current = -1;
        }
    };
    const recalled = (step: 1 | -1): boolean => {
        const said = props.history();
        const next = recall.current + step;
        if (next < -1 || next >= said.length) {
            return false;
        }
        recall.current = next;
        change(next === -1 ? '' : said[said.length - 1 - next]);
        return true;
    };
    const keyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>): void => {
        if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            send();
        } else if (event.key === 'ArrowUp' && (text === '' || recall.current >= 0) && caretAt(event, 'start')) {
            if (recalled(1)) {
                event.preventDefault();
            }
        } else if (event.key === 'ArrowDown' && recall.current >= 0 && caretAt(event, 'end')) {
            if (recalled(-1)) {
                event.preventDefault();
            }
        }
    };
    return (
        <div className="dispatch-claude-composer">
            <textarea
                ref={field}
                className="dispatch-claude-input"
                rows={1}
                value={text}
                aria-label={ClaudeText.placeholder}
                placeholder={busy ? ClaudeText.placeholderNext : ClaudeText.placeholder}
                title={ClaudeText.keys}
                maxLength={1_000_000}
                onChange={event => {
                    recall.current = -1;
                    change(event.target.value);
                }}
                onKeyDown={keyDown}
            />
            {busy && (
                <button
                    type="button"
                    className="dispatch-claude-round dispatch-claude-stop"
                    title={`${ClaudeText.stop} (${props.stopKey})`}
                    aria-label={ClaudeText.stop}
                    onClick={props.onStop}
                >
                    <span className="dispatch-claude-square" aria-hidden />
                </button>
            )}
            {(!busy || text.trim() !== '') && (
                <button
                    type="button"
                    className="dispatch-claude-round dispatch-claude-send"
                    title={`${ClaudeText.send} (Enter)`}
                    aria-label={ClaudeText.send}
                    disabled={text.trim() === ''}
                    onClick={() => {
                        send();
                        field.current?.focus();
                    }}
                >
                    <span className={codicon('arrow-up')} aria-hidden />
                </button>
            )}
        </div>
    );
}

/** Whether the caret is on the first or last line of the field, so that an arrow key would not move it. */
function caretAt({ currentTarget: field }: React.KeyboardEvent<HTMLTextAreaElement>, end: 'start' | 'end'): boolean {
    return end === 'start'
        ? !field.value.slice(0, field.selectionStart).includes('\n')
        : !field.value.slice(field.selectionEnd).includes('\n');
}

/** Takes the focus when the field appears in a view that has it, as when the view has just been opened. */
function useFocusOfView(field: React.RefObject<HTMLTextAreaElement | null>): void {
    React.useEffect(() => {
        const view = field.current?.closest('.dispatch-claude-view');
        const active = field.current?.ownerDocument.activeElement;
        if (active && view?.contains(active) && !active.closest('[data-approval]')) {
            field.current?.focus();
        }
    }, [field]);
}

/** Grows the field with its text where the style sheet can not (`field-sizing`). A field that is not shown has no height to measure. */
function useGrowth(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
    React.useLayoutEffect(() => {
        const element = field.current;
        if (element && !CSS.supports('field-sizing', 'content')) {
            element.style.height = 'auto';
            element.style.height = element.scrollHeight > 0 ? `${element.scrollHeight}px` : 'auto';
        }
    }, [field, text]);
}
