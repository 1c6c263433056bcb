import { codicon } from '@theia/core/lib/browser/widgets/widget';
import * as React from '@theia/core/shared/react';
import type { Transcript } from '../../domain/transcript';
import { ClaudeText } from '../claude-text';
import type { OutboxMessage } from '../outbox';
import { UserMessageView, TurnView } from './turn-view';
import { StickToBottom } from './use-stick-to-bottom';
import { useWindow } from './use-window';

interface TranscriptProps {
    readonly transcript: Transcript;
    readonly outbox: readonly OutboxMessage[];
    readonly online: boolean;
    readonly scroll: StickToBottom;
    onResend(messageId: string): void;
    onRemove(messageId: string): void;
}

/** The conversation. Long ones are drawn from the end, and further up as the person goes there. */
export function TranscriptView(props: TranscriptProps): React.ReactElement {
    const { transcript, scroll } = props;
    const { start, showEarlier } = useWindow(transcript.turns.length, scroll.stuck, scroll.scroller);
    return (
        <div
            className="dispatch-claude-transcript"
            ref={scroll.content}
            role="log"
            aria-live="off"
            aria-busy={transcript.state === 'working'}
            aria-label={ClaudeText.conversation}
        >
            {start > 0 && <Earlier onReached={showEarlier} scroller={scroll.scroller} />}
            {transcript.turns.slice(start).map(turn => (
                <TurnView key={turn.key} turn={turn} />
            ))}
            {props.outbox.map(message => (
                <UserMessageView
                    key={message.messageId}
                    message={{ ...message, messageId: undefined }}
                    foot={<OutboxFoot {...props} message={message} />}
                />
            ))}
        </div>
    );
}

function OutboxFoot({
    message,
    online,
    onResend,
    onRemove
}: TranscriptProps & { message: OutboxMessage }): React.ReactElement {
    if (message.state !== 'refused') {
        return <>{online ? ClaudeText.sending : ClaudeText.sendsLater}</>;
    }
    return (
        <span className="dispatch-claude-refused">
            <span className={codicon('warning')} aria-hidden />
            <span>{message.problem}</span>
            <button type="button" className="dispatch-claude-link" onClick={() => onResend(message.messageId)}>
                {ClaudeText.tryAgain}
            </button>
            <button type="button" className="dispatch-claude-link" onClick={() => onRemove(message.messageId)}>
                {ClaudeText.remove}
            </button>
        </span>
    );
}

/** Asks for more as soon as it comes near to being seen, and when pressed. */
function Earlier(props: { onReached(): void; scroller: React.RefObject<HTMLDivElement | null> }): React.ReactElement {
    const button = React.useRef<HTMLButtonElement>(null);
    const { onReached, scroller } = props;
    React.useEffect(() => {
        const element = button.current;
        if (!element) {
            return undefined;
        }
        const observer = new IntersectionObserver(
            entries => {
                if (entries.some(entry => entry.isIntersecting)) {
                    onReached();
                }
            },
            { root: scroller.current, rootMargin: '200px 0px 0px 0px' }
        );
        observer.observe(element);
        return () => observer.disconnect();
    });
    return (
        <button ref={button} type="button" className="dispatch-claude-link dispatch-claude-earlier" onClick={onReached}>
            {ClaudeText.showEarlier}
        </button>
    );
}
