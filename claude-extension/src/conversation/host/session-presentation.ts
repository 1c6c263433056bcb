import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { ClaudeEventBody } from '../common/claude-events';
import { ClaudeDetail } from '../common/claude-protocol';
import { Conversation } from '../domain/conversation';
import { titleFromMessage } from '../domain/session-title';
import { EventRecorder } from './event-recorder';

/** Titles that nobody chose. */
const NO_TITLE = new Set(['', 'Claude']);

/** Keeps what the list of sessions shows in step with the log: the title, the runtime, the state, who is waited for. */
export class SessionPresentation {
    private titled: boolean;

    constructor(
        private readonly context: SessionContext,
        private readonly recorder: EventRecorder
    ) {
        this.titled = recorder.conversation.messageIds.size > 0 || !NO_TITLE.has(context.info.title.trim());
        recorder.observe({ folded: body => this.folded(body) });
    }

    /** Shows what the log says now, if that is something new. */
    refresh(): void {
        const detail = detailOf(this.recorder.conversation);
        const shown = this.context.info.detail;
        if (Object.entries(detail).some(([field, value]) => shown[field] !== value)) {
            this.context.update({ detail });
        }
    }

    private folded(body: ClaudeEventBody): void {
        if (body.type === 'user-message' && !this.titled) {
            this.titled = true;
            this.context.update({ title: titleFromMessage(body.text) });
        }
        if (body.type !== 'block-delta') {
            this.refresh();
        }
    }
}

function detailOf(conversation: Conversation): ClaudeDetail {
    return {
        runtime: conversation.runtime,
        model: conversation.model ?? conversation.wishedModel,
        claudeState: conversation.state,
        waiting: conversation.pendingApprovals().length
    };
}
