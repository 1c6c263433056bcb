import { SessionContext } from 'dispatch-extension/lib/session/host/session-kind';
import { ClaudeEventBody } from '../common/claude-events';
import { ClaudeDetail } from '../common/claude-protocol';
import { Conversation } from '../domain/conversation';
import { NEW_CONVERSATION, titleFromMessage } from '../domain/session-title';
import { EventRecorder } from './event-recorder';

/** Keeps what the list of sessions shows in step with the log: the title, the runtime, the state, who is waited for. */
export class SessionPresentation {
    private isNew: boolean;

    constructor(
        private readonly context: SessionContext,
        private readonly recorder: EventRecorder
    ) {
        this.isNew = recorder.conversation.messageIds.size === 0;
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

    /** A title that a person chose stays. */
    private nameAfter(firstMessage: string): void {
        if (this.context.info.title === NEW_CONVERSATION) {
            this.context.update({ title: titleFromMessage(firstMessage) });
        }
    }

    private folded(body: ClaudeEventBody): void {
        if (body.type === 'user-message' && this.isNew) {
            this.isNew = false;
            this.nameAfter(body.text);
        }
        if (body.type !== 'block-delta') {
            this.refresh();
        }
    }
}

function detailOf(conversation: Conversation): ClaudeDetail {
    return {
        runtime: conversation.runtime,
        model: conversation.model ?? conversation.settings.model,
        claudeState: conversation.state,
        waiting: conversation.pendingApprovals().length,
        permissionMode: conversation.settings.permissionMode,
        parkedUntilMs: conversation.parked && (conversation.parked.untilMs ?? 0)
    };
}
