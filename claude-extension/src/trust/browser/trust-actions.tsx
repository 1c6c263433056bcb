import { Emitter } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { RpcClient } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type {
    BannerContribution,
    HeaderContribution,
    ViewMenuItem
} from '../../conversation/browser/contributions/view-contributions';
import type { Transcript } from '../../conversation/domain/transcript';
import { FolderTrust, TrustRpc } from '../common/trust-protocol';
import { TrustBanner } from './trust-banner';
import { TrustDialog } from './trust-dialog';
import { TrustText } from './trust-text';

/** What a folder brings for Claude Code: the line that says it is not used, and a way to see, to trust and to stop it. */
@injectable()
export class TrustActions implements BannerContribution, HeaderContribution {
    readonly rank = 40;

    private readonly look = (sessionId: SessionId): Promise<FolderTrust> => this.rpc(sessionId).getTrust({});
    private readonly decided = new Emitter<void>();

    constructor(@inject(SessionsClient) private readonly sessions: SessionsClient) {}

    renderBanner({ runtime }: Transcript, session: ClaudeSessionModel): React.ReactNode {
        // the Messages API takes nothing of a repository
        return runtime === 'claude-code' && !session.ended ? (
            <TrustBanner
                key={session.sessionId}
                session={session}
                look={this.look}
                onDidDecide={this.decided.event}
                show={() => this.show(session)}
                trust={hash => this.trust(session, hash)}
            />
        ) : undefined;
    }

    menuItems(session: ClaudeSessionModel): readonly ViewMenuItem[] {
        if (session.transcript.runtime !== 'claude-code' || session.ended) {
            return [];
        }
        return [
            { id: 'trust-show', label: TrustText.show, icon: 'shield', run: () => this.show(session) },
            {
                id: 'trust-distrust',
                label: TrustText.distrust,
                icon: 'circle-slash',
                run: () => this.distrust(session)
            }
        ];
    }

    /** Shows what is there now, and trusts exactly that if the person says so. */
    private async show(session: ClaudeSessionModel): Promise<void> {
        const hash = await new TrustDialog(await this.look(session.sessionId)).open();
        if (hash !== undefined) {
            await this.trust(session, hash);
        }
    }

    /** Also where it fails the lines look again: what they show is then not what is there. */
    private async trust(session: ClaudeSessionModel, hash: string): Promise<void> {
        await this.rpc(session.sessionId)
            .trustFolder({ hash })
            .finally(() => this.decided.fire());
    }

    private async distrust(session: ClaudeSessionModel): Promise<void> {
        await this.rpc(session.sessionId)
            .distrustFolder({})
            .finally(() => this.decided.fire());
    }

    private rpc(sessionId: SessionId): RpcClient<typeof TrustRpc> {
        return this.sessions.ofSession(TrustRpc, sessionId, {
            repeatable: ['getTrust', 'trustFolder', 'distrustFolder']
        });
    }
}
