import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type { HeaderContribution, ViewMenuItem } from '../../conversation/browser/contributions/view-contributions';
import type { Transcript } from '../../conversation/domain/transcript';
import { SandboxRpc } from '../common/sandbox-protocol';
import type { SandboxState } from '../common/sandbox-state';
import { SandboxBadge } from './sandbox-badge';
import { SandboxText, sandboxInWords } from './sandbox-text';

/** Says in the header of a session, and in its menu, in what Claude's processes run. */
@injectable()
export class SandboxView implements HeaderContribution {
    readonly rank = 60;

    constructor(
        @inject(SessionsClient) private readonly sessions: SessionsClient,
        @inject(MessageService) private readonly messages: MessageService
    ) {}

    renderHeader(_transcript: Transcript, session: ClaudeSessionModel): React.ReactNode {
        return session.ended ? undefined : <SandboxBadge key={session.sessionId} session={session} look={this.look} />;
    }

    menuItems(session: ClaudeSessionModel): readonly ViewMenuItem[] {
        return session.ended
            ? []
            : [{ id: 'sandbox', label: SandboxText.menu, icon: 'lock', run: () => this.show(session) }];
    }

    private async show({ sessionId }: ClaudeSessionModel): Promise<void> {
        const state = await this.look(sessionId);
        // shown until it is closed; nobody waits for that
        void this.messages[state.kind === 'sandboxed' ? 'info' : 'warn'](sandboxInWords(state));
    }

    private readonly look = (sessionId: SessionId): Promise<SandboxState> =>
        this.sessions.ofSession(SandboxRpc, sessionId, { repeatable: ['getSandbox'] }).getSandbox({});
}
