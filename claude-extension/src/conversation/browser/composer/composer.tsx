import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { formatTokens } from '../../../usage/browser/token-count';
import { completed } from '../../domain/completion-trigger';
import { withContexts } from '../../domain/message-context';
import { estimateTokens } from '../../domain/token-estimate';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';
import type { NewMessage } from '../outbox';
import { AttachmentsView } from '../view/attachments-view';
import { useViewServices } from '../view/view-services';
import { bring, canBeBrought } from './brought-things';
import { Chips } from './chips';
import { commandSuggestions } from './commands';
import { CompletionList } from './completion-list';
import { Completion, useCompletion } from './use-completion';
import { useFocusOfView, useGrowth } from './use-input-field';
import { useRecall } from './use-recall';
import { useSelection } from './use-selection';

interface ComposerProps {
    readonly model: ClaudeSessionModel;
    readonly stopKey: string;
    /** Why nothing can be sent now, for people. What is written stays. */
    readonly refused?: string;
    onSend(message: NewMessage): void;
}

/** Where a person writes. Remount it (by key) when the draft was replaced from outside. */
export function Composer({ model, stopKey, refused, onSend }: ComposerProps): React.ReactElement {
    const { draft, busy } = model;
    const { attachments, contexts } = draft.extras;
    const field = React.useRef<HTMLTextAreaElement>(null);
    const [text, setText] = React.useState(draft.text);
    const listId = React.useId();
    const selection = useSelection();
    const recall = useRecall(model);
    const completion = useModelCompletion(model);
    const caret = useCaret(field);
    useGrowth(field, text);
    useFocusOfView(field);

    const change = (value: string): void => {
        setText(value);
        draft.update(value);
    };
    const write = (value: string, position = value.length): void => {
        change(value);
        caret.put(position);
    };
    const all = withContexts(text.trim(), [...contexts, ...selection.contexts]);
    const isRefused = refused !== undefined;
    const sendable = !isRefused && (text.trim() !== '' || attachments.length > 0 || contexts.length > 0);
    const send = (): void => {
        if (sendable) {
            onSend({ text: all || ClaudeText.seePicture, ...(attachments.length > 0 && { attachments }) });
            change('');
            draft.extras.clear();
            recall.reset();
            completion.close();
        }
    };
    const complete = (index?: number): void => {
        const taken = completion.take(index);
        if (!taken) {
            return;
        }
        const { suggestion, trigger } = taken;
        const context = suggestion.context?.();
        if (context) {
            draft.extras.addContext(context);
        }
        const next = completed(text, trigger, suggestion.insert);
        write(next.text, next.caret);
        if (suggestion.insert && !suggestion.insert.endsWith(' ')) {
            completion.look(next.text, next.caret);
        }
    };
    const brought = (data: DataTransfer): boolean => {
        if (isRefused) {
            return false;
        }
        const mentions = bring(data, model, model.transcript.folder ?? model.info?.folder ?? '');
        if (mentions) {
            const at = field.current?.selectionEnd ?? text.length;
            write(text.slice(0, at) + mentions + text.slice(at), at + mentions.length);
        }
        return mentions !== undefined;
    };
    const keyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>): void => {
        if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        const handled = isRefused
            ? event.key === 'Enter'
            : completionKey(event, completion, complete) ||
              (event.key === 'Enter' && !event.shiftKey && (send(), true)) ||
              recall.key(event, text, write);
        if (handled) {
            event.preventDefault();
        }
    };
    return (
        <div
            className="dispatch-claude-composer"
            onDragOver={event => {
                if (canBeBrought(event.dataTransfer)) {
                    event.preventDefault();
                    event.stopPropagation();
                    event.dataTransfer.dropEffect = isRefused ? 'none' : 'copy';
                }
            }}
            onDrop={event => {
                if (canBeBrought(event.dataTransfer)) {
                    event.preventDefault();
                    event.stopPropagation();
                    brought(event.dataTransfer);
                    field.current?.focus();
                }
            }}
        >
            {completion.suggestions.length > 0 && <CompletionList id={listId} {...completion} onChoose={complete} />}
            <div className="dispatch-claude-extras">
                <Chips contexts={contexts} icon="paperclip" onRemove={label => draft.extras.removeContext(label)} />
                <Chips contexts={selection.contexts} icon="list-selection" onRemove={selection.remove} />
                {attachments.length > 0 && (
                    <AttachmentsView attachments={attachments} onRemove={id => draft.extras.detach(id)} />
                )}
            </div>
            <div className="dispatch-claude-writing">
                <textarea
                    ref={field}
                    className="dispatch-claude-input"
                    rows={1}
                    value={text}
                    aria-label={ClaudeText.placeholder}
                    aria-autocomplete="list"
                    aria-haspopup="listbox"
                    aria-controls={completion.suggestions.length > 0 ? listId : undefined}
                    aria-activedescendant={
                        completion.suggestions.length > 0 ? `${listId}-${completion.selected}` : undefined
                    }
                    data-keeps-escape={completion.suggestions.length > 0 || undefined}
                    placeholder={refused ?? placeholderOf(model)}
                    title={refused ?? ClaudeText.keys}
                    readOnly={isRefused}
                    aria-disabled={isRefused || undefined}
                    aria-description={refused}
                    maxLength={1_000_000}
                    onChange={event => {
                        recall.reset();
                        change(event.target.value);
                        completion.look(event.target.value, event.target.selectionEnd);
                    }}
                    onBlur={completion.close}
                    onPaste={event => brought(event.clipboardData) && event.preventDefault()}
                    onKeyDown={keyDown}
                />
                <Estimate text={all} pictures={attachments.length} />
                {busy && (
                    <button
                        type="button"
                        className="dispatch-claude-round dispatch-claude-stop"
                        title={`${ClaudeText.stop} (${stopKey})`}
                        aria-label={ClaudeText.stop}
                        onClick={() => void model.stop()}
                    >
                        <span className="dispatch-claude-square" aria-hidden />
                    </button>
                )}
                {(!busy || sendable) && (
                    <button
                        type="button"
                        className="dispatch-claude-round dispatch-claude-send"
                        title={`${ClaudeText.send} (Enter)`}
                        aria-label={ClaudeText.send}
                        disabled={!sendable}
                        onClick={() => {
                            send();
                            field.current?.focus();
                        }}
                    >
                        <span className={codicon('arrow-up')} aria-hidden />
                    </button>
                )}
            </div>
        </div>
    );
}

function placeholderOf({ busy, transcript }: ClaudeSessionModel): string {
    return busy && !transcript.parked ? ClaudeText.placeholderNext : ClaudeText.placeholder;
}

/** Whether the key was for the list. */
function completionKey({ key }: React.KeyboardEvent, completion: Completion, complete: () => void): boolean {
    if (completion.suggestions.length === 0) {
        return false;
    }
    switch (key) {
        case 'ArrowDown':
            completion.move(1);
            return true;
        case 'ArrowUp':
            completion.move(-1);
            return true;
        case 'Enter':
        case 'Tab':
            complete();
            return true;
        case 'Escape':
            completion.close();
            return true;
        default:
            return false;
    }
}

function useModelCompletion(model: ClaudeSessionModel): Completion {
    const { mention } = useViewServices();
    return useCompletion(async ({ kind, query }) =>
        kind === 'command'
            ? commandSuggestions(model.transcript.capabilities ?? { commands: [] }, query)
            : mention(query)
    );
}

/** Puts the caret where it belongs once the text that was written for the person is in the field. */
function useCaret(field: React.RefObject<HTMLTextAreaElement | null>): { put(position: number): void } {
    const wanted = React.useRef<number>(undefined);
    React.useLayoutEffect(() => {
        if (wanted.current !== undefined) {
            field.current?.setSelectionRange(wanted.current, wanted.current);
            wanted.current = undefined;
        }
    });
    return { put: position => (wanted.current = position) };
}

/** From this many on, the cost of a message is worth a word. */
const WORTH_SAYING_TOKENS = 50;

function Estimate({ text, pictures }: { text: string; pictures: number }): React.ReactNode {
    const tokens = React.useMemo(() => estimateTokens(text, pictures), [text, pictures]);
    return (
        tokens >= WORTH_SAYING_TOKENS && (
            <span className="dispatch-claude-estimate" title={ClaudeText.estimateTitle}>
                {ClaudeText.estimate(formatTokens(tokens))}
            </span>
        )
    );
}
