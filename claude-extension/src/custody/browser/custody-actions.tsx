import { ConfirmDialog } from '@theia/core/lib/browser/dialogs';
import { codicon } from '@theia/core/lib/browser/widgets/widget';
import { inject, injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import type { ClaudeSessionModel } from '../../conversation/browser/claude-session-model';
import type {
    BannerContribution,
    HeaderContribution,
    ViewMenuItem
} from '../../conversation/browser/contributions/view-contributions';
import { ClaudeDetail } from '../../conversation/common/claude-protocol';
import type { Transcript } from '../../conversation/domain/transcript';
import { CustodySessionRpc, TRASH_MS } from '../common/custody-protocol';
import { transcriptMarkdown } from '../domain/transcript-markdown';
import { CustodyText } from './custody-text';
import { download } from './download';

/** Export, archive and trash: entries of the menu of a session, and the line that says where it is. */
@injectable()
export class CustodyActions implements HeaderContribution, BannerContribution {
    readonly rank = 90;

    constructor(@inject(SessionsClient) private readonly sessions: SessionsClient) {}

    menuItems(session: ClaudeSessionModel): readonly ViewMenuItem[] {
        const { archived, trashedAtMs } = detailOf(session);
        return [
            {
                id: 'export-markdown',
                label: CustodyText.exportMarkdown,
                icon: 'markdown',
                run: () => this.exportMarkdown(session)
            },
            { id: 'export-json', label: CustodyText.exportJson, icon: 'json', run: () => this.exportJson(session) },
            {
                id: 'archive',
                label: archived ? CustodyText.unarchive : CustodyText.archive,
                icon: 'archive',
                run: () => this.setArchived(session, !archived)
            },
            ...(trashedAtMs === undefined
                ? [
                      {
                          id: 'delete',
                          label: CustodyText.remove,
                          icon: 'trash',
                          disabled: session.busy ? CustodyText.busy : undefined,
                          run: () => this.moveToTrash(session)
                      }
                  ]
                : [])
        ];
    }

    renderBanner(_transcript: Transcript, session: ClaudeSessionModel): React.ReactNode {
        const { archived, trashedAtMs } = detailOf(session);
        if (trashedAtMs !== undefined) {
            const goneAt = new Date(trashedAtMs + TRASH_MS).toLocaleDateString();
            return this.banner('trash', CustodyText.inTrash(goneAt), CustodyText.restore, session, () =>
                this.rpc(session).restoreFromTrash({})
            );
        }
        return archived
            ? this.banner('archive', CustodyText.archived, CustodyText.unarchive, session, () =>
                  this.setArchived(session, false)
              )
            : undefined;
    }

    refusal(_transcript: Transcript, session: ClaudeSessionModel): string | undefined {
        return detailOf(session).trashedAtMs === undefined ? undefined : CustodyText.refused;
    }

    private banner(
        icon: string,
        text: string,
        label: string,
        session: ClaudeSessionModel,
        act: () => unknown
    ): React.ReactNode {
        return (
            <div className="dispatch-claude-banner" role="status">
                <span className={codicon(icon)} aria-hidden />
                <span>{text}</span>
                <button type="button" className="dispatch-claude-link" onClick={() => void session.attempt(act)}>
                    {label}
                </button>
            </div>
        );
    }

    private exportMarkdown({ info, transcript }: ClaudeSessionModel): void {
        const title = info?.title ?? 'Claude';
        download(`${fileNameOf(title)}.md`, 'text/markdown', transcriptMarkdown(title, transcript));
    }

    private exportJson({ info, transcript }: ClaudeSessionModel): void {
        const title = info?.title ?? 'Claude';
        const { id, folder, createdAtMs } = info ?? {};
        const json = {
            format: 'dispatch-claude-session',
            version: 1,
            session: { id, title, folder, createdAtMs },
            transcript
        };
        download(`${fileNameOf(title)}.json`, 'application/json', `${JSON.stringify(json, undefined, 2)}\n`);
    }

    private async setArchived(session: ClaudeSessionModel, archived: boolean): Promise<void> {
        await this.rpc(session).setArchived({ archived });
    }

    /** As VS Code asks before it moves a file to the trash: Enter does it, as it can be taken back. */
    private async moveToTrash(session: ClaudeSessionModel): Promise<void> {
        const confirmed = await new ConfirmDialog({
            title: CustodyText.removeTitle,
            msg: CustodyText.removeText,
            ok: CustodyText.removeOk
        }).open();
        if (confirmed) {
            await this.rpc(session).moveToTrash({});
        }
    }

    private rpc({ sessionId }: ClaudeSessionModel) {
        return this.sessions.ofSession(CustodySessionRpc, sessionId, {
            repeatable: ['setArchived', 'moveToTrash', 'restoreFromTrash']
        });
    }
}

function detailOf({ info }: ClaudeSessionModel): ClaudeDetail {
    const parsed = ClaudeDetail.safeParse(info?.detail);
    return parsed.success ? parsed.data : {};
}

/** A title as a file can be named on every system. */
function fileNameOf(title: string): string {
    return (
        title
            .normalize('NFKD')
            .replace(/[^\w. -]+/g, '')
            .trim()
            .replace(/\s+/g, '-')
            .slice(0, 60) || 'conversation'
    );
}
