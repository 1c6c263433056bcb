import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { SessionViews } from 'dispatch-extension/lib/session/browser/session-views';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { shellOwner } from '../../../runtime/common/claude-shell';
import { ClaudeText } from '../claude-text';

/** The terminals in which commands of Claude run, by the session whose commands they are. */
@injectable()
export class CommandTerminals {
    constructor(
        @inject(SessionsClient) private readonly sessions: SessionsClient,
        @inject(SessionViews) private readonly views: SessionViews,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    /** Shows the terminal of that session's commands; says so where it was removed. Never rejects. */
    async open(sessionId: string): Promise<void> {
        const terminal = this.sessions.sessions.findLast(({ detail }) => shellOwner(detail) === sessionId);
        try {
            if (!terminal || !(await this.views.open(terminal))) {
                void this.messages.info(ClaudeText.terminalRemoved);
            }
        } catch (error) {
            void this.messages.error(error instanceof Error ? error.message : String(error));
        }
    }
}
