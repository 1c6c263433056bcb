import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import type { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { SessionViews } from 'dispatch-extension/lib/session/browser/session-views';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { shellOwner } from '../../../runtime/common/claude-shell';
import { ClaudeText } from '../claude-text';

/** A command has begun before its terminal is listed; it is waited for so long, in ms. */
const LISTED_MS = 3_000;

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
        const terminal = this.find(sessionId) ?? (await this.listed(sessionId));
        try {
            if (!terminal || !(await this.views.open(terminal))) {
                void this.messages.info(ClaudeText.terminalRemoved);
            }
        } catch (error) {
            void this.messages.error(error instanceof Error ? error.message : String(error));
        }
    }

    private find(sessionId: string): SessionInfo | undefined {
        return this.sessions.sessions.findLast(({ detail }) => shellOwner(detail) === sessionId);
    }

    private listed(sessionId: string): Promise<SessionInfo | undefined> {
        return new Promise(resolve => {
            const done = (): void => {
                clearTimeout(timer);
                listening.dispose();
                resolve(this.find(sessionId));
            };
            const timer = setTimeout(done, LISTED_MS);
            const listening = this.sessions.onDidChange(() => this.find(sessionId) && done());
        });
    }
}
