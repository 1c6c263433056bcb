import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import { formatTokens } from '../../../usage/browser/token-count';
import { splitContexts, withContexts } from '../../domain/message-context';
import { estimateTokens } from '../../domain/token-estimate';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';
import type { NewMessage } from '../outbox';
import { AttachmentsView } from '../view/attachments-view';
import { useViewServices } from '../view/view-services';
import { bring, canBeBrought } from './brought-things';
import { Chips } from './chips';
import { commandSuggestions } from './commands';
import type { MessageEditor, MessageOwner } from './message-editor';
import { MessageField } from './message-field';
import { Recall } from './recall';
import { useSelection } from './use-selection';

/** A message may be no longer than this. */
const MAX_CHARS = 1_000_000;

interface ComposerProps {
    readonly model: ClaudeSessionModel;
    readonly stopKey: string;
    /** Why nothing can be sent now, for people. What is written stays. */
    readonly refused?: string;
    onSend(message: NewMessage): void;
}

/** Where a person writes. */
export function Composer({ model, stopKey, refused, onSend }: ComposerProps): React.ReactElement {
    const { draft, busy } = model;
    const { attachments, contexts } = draft.extras;
    const editor = React.useRef<MessageEditor>(undefined);
    const [text, setText] = React.useState(draft.text);
    const selection = useSelection();
    const { mention } = useViewServices();
    const [recall] = React.useState(() => new Recall(() => saidIn(model)));

    const goesAlong = [...contexts, ...selection.contexts];
    const isRefused = refused !== undefined;
    const maySend = (written: string): boolean =>
        !isRefused &&
        written.length <= MAX_CHARS &&
        (written.trim() !== '' || attachments.length > 0 || contexts.length > 0);
    const send = (): void => {
        // what was written a moment ago may not have been drawn yet
        const written = draft.text;
        if (maySend(written)) {
            const all = withContexts(written.trim(), goesAlong);
            onSend({ text: all || ClaudeText.seePicture, ...(attachments.length > 0 && { attachments }) });
            recall.reset();
            draft.clear();
        }
    };
    const brought = (data: DataTransfer): boolean => {
        if (isRefused) {
            return false;
        }
        const mentions = bring(data, model, model.transcript.folder ?? model.info?.folder ?? '');
        if (mentions) {
            editor.current?.insert(mentions);
        }
        return mentions !== undefined;
    };
    const owner: MessageOwner = {
        recall,
        suggest: async ({ kind, query }) =>
            kind === 'command'
                ? commandSuggestions(model.transcript.capabilities ?? { commands: [] }, query)
                : mention(query),
        taken: suggestion => {
            const context = suggestion.context?.();
            if (context) {
                draft.extras.addContext(context);
            }
        },
        changed: written => {
            draft.update(written);
            setText(written);
        },
        send,
        brought
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
                    editor.current?.focus();
                }
            }}
        >
            <div className="dispatch-claude-extras">
                <Chips contexts={contexts} icon="paperclip" onRemove={label => draft.extras.removeContext(label)} />
                <Chips contexts={selection.contexts} icon="list-selection" onRemove={selection.remove} />
                {attachments.length > 0 && (
                    <AttachmentsView attachments={attachments} onRemove={id => draft.extras.detach(id)} />
                )}
            </div>
            <div className="dispatch-claude-writing">
                <MessageField
                    editor={editor}
                    draft={draft}
                    owner={owner}
                    placeholder={placeholderOf(model)}
                    refused={refused}
                />
                <Estimate text={withContexts(text.trim(), goesAlong)} pictures={attachments.length} />
                {busy && <StopButton stopKey={stopKey} onStop={() => void model.stop()} />}
                {(!busy || maySend(text)) && (
                    <SendButton
                        disabled={!maySend(text)}
                        tooLong={text.length > MAX_CHARS}
                        onSend={() => {
                            send();
                            editor.current?.focus();
                        }}
                    />
                )}
            </div>
            {model.draftSync.tooLong && (
                <small className="dispatch-claude-draft-note" role="status">
                    {ClaudeText.draftTooLong}
                </small>
            )}
        </div>
    );
}

function StopButton({ stopKey, onStop }: { stopKey: string; onStop(): void }): React.ReactElement {
    return (
        <button
            type="button"
            className="dispatch-claude-round dispatch-claude-stop"
            title={`${ClaudeText.stop} (${stopKey})`}
            aria-label={ClaudeText.stop}
            onClick={onStop}
        >
            <span className="dispatch-claude-square" aria-hidden />
        </button>
    );
}

function SendButton(props: { disabled: boolean; tooLong: boolean; onSend(): void }): React.ReactElement {
    return (
        <button
            type="button"
            className="dispatch-claude-round dispatch-claude-send"
            title={props.tooLong ? ClaudeText.messageTooLong : `${ClaudeText.send} (Enter)`}
            aria-label={ClaudeText.send}
            disabled={props.disabled}
            onClick={props.onSend}
        >
            <span className={codicon('arrow-up')} aria-hidden />
        </button>
    );
}

function placeholderOf({ busy, transcript }: ClaudeSessionModel): string {
    return busy && !transcript.parked ? ClaudeText.placeholderNext : ClaudeText.placeholder;
}

/** What was said in this session, oldest first, without what went with it. */
function saidIn({ transcript, outbox }: ClaudeSessionModel): string[] {
    const said = transcript.turns.flatMap(turn => turn.messages.map(message => message.text));
    return [...said, ...outbox.messages.map(message => message.text)]
        .map(message => splitContexts(message).text)
        .filter(Boolean);
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
