import * as React from '@theia/core/shared/react';
import { splitContexts, withContexts } from '../../domain/message-context';
import type { UserMessage } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import { SentContexts } from '../composer/chips';
import type { SessionSteering } from '../session-steering';
import { AttachmentsView } from './attachments-view';
import { useViewedSession } from './viewed-session';

/** A message that waits for its turn: it can be changed, taken back, or given to the turn under way. */
export function QueuedMessage({ message }: { message: UserMessage }): React.ReactElement {
    const session = useViewedSession();
    const [editing, setEditing] = React.useState(false);
    const { messageId, attachments } = message;
    const { text, contexts } = React.useMemo(() => splitContexts(message.text), [message.text]);
    const perform = (request: (steering: SessionSteering) => Promise<void>): void =>
        void session?.attempt(() => request(session.steering));
    return (
        <div
            className="dispatch-claude-said dispatch-claude-said-queued"
            role="group"
            aria-label={ClaudeText.youQueued}
            data-message={messageId}
        >
            {editing ? (
                <QueuedText
                    text={text}
                    onCancel={() => setEditing(false)}
                    onDone={changed => {
                        setEditing(false);
                        if (changed !== text) {
                            perform(steering => steering.editMessage(messageId, withContexts(changed, contexts)));
                        }
                    }}
                />
            ) : (
                <div className="dispatch-claude-said-text">{text}</div>
            )}
            {attachments && <AttachmentsView attachments={attachments} />}
            {contexts.length > 0 && <SentContexts contexts={contexts} />}
            <div className="dispatch-claude-said-foot dispatch-claude-queue-actions">
                <span>{ClaudeText.queued}</span>
                {session && !editing && !session.ended && (
                    <>
                        <button type="button" className="dispatch-claude-link" onClick={() => setEditing(true)}>
                            {ClaudeText.edit}
                        </button>
                        <button
                            type="button"
                            className="dispatch-claude-link"
                            title={ClaudeText.sendNowHint}
                            onClick={() => perform(steering => steering.deliverMessage(messageId))}
                        >
                            {ClaudeText.sendNow}
                        </button>
                        <button
                            type="button"
                            className="dispatch-claude-link"
                            onClick={() => perform(steering => steering.removeMessage(messageId))}
                        >
                            {ClaudeText.remove}
                        </button>
                    </>
                )}
            </div>
        </div>
    );
}

function QueuedText(props: { text: string; onDone(text: string): void; onCancel(): void }): React.ReactElement {
    const [text, setText] = React.useState(props.text);
    const done = (): void => (text.trim() ? props.onDone(text.trim()) : props.onCancel());
    const keyDown = (event: React.KeyboardEvent): void => {
        if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            done();
        } else if (event.key === 'Escape') {
            event.stopPropagation();
            props.onCancel();
        }
    };
    return (
        <textarea
            className="theia-input dispatch-claude-reason"
            data-keeps-escape
            aria-label={ClaudeText.editQueued}
            value={text}
            rows={Math.min(12, text.split('\n').length)}
            autoFocus
            onChange={event => setText(event.target.value)}
            onKeyDown={keyDown}
            onBlur={done}
        />
    );
}
