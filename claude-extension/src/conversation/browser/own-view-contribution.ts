import { SingleTextInputDialog } from '@theia/core/lib/browser/dialogs';
import { inject, injectable } from '@theia/core/shared/inversify';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import type { Turn, UserMessage } from '../domain/transcript';
import type { ClaudeSessionModel } from './claude-session-model';
import { ClaudeSessionViewContribution } from './claude-session-view-contribution';
import { ClaudeText } from './claude-text';
import { HeaderContribution, MessageActionContribution, ViewMenuItem } from './contributions/view-contributions';
import { OffersDialog } from './offers/offers-dialog';
import { SessionFolders } from './offers/session-folders';
import { SessionProcesses } from './session-processes';

/** What the view itself puts into its menus: rename, fork, folders, what Claude can use, processes. */
@injectable()
export class OwnViewContribution implements HeaderContribution, MessageActionContribution {
    readonly rank = 10;

    constructor(
        @inject(SessionsClient) private readonly sessions: SessionsClient,
        @inject(ClaudeSessionViewContribution) private readonly views: ClaudeSessionViewContribution,
        @inject(SessionProcesses) private readonly processes: SessionProcesses,
        @inject(SessionFolders) private readonly folders: SessionFolders
    ) {}

    menuItems(session: ClaudeSessionModel): readonly ViewMenuItem[] {
        return [
            { id: 'rename', label: ClaudeText.rename, icon: 'edit', run: () => this.rename(session) },
            { id: 'fork', label: ClaudeText.forkNow, icon: 'repo-forked', run: () => this.fork(session) },
            ...(session.ended ? [] : this.ofWork(session)),
            {
                id: 'processes',
                label: ClaudeText.processes.menu,
                icon: 'server-process',
                run: () => this.processes.show(session)
            }
        ];
    }

    private ofWork(session: ClaudeSessionModel): readonly ViewMenuItem[] {
        const { folders, offers } = ClaudeText;
        return [
            { id: 'folders', label: folders.menu, icon: 'root-folder', run: () => this.folders.show(session) },
            { id: 'offers', label: offers.menu, icon: 'plug', run: () => new OffersDialog(session).askAndOpen() }
        ];
    }

    messageActions(message: UserMessage, _turn: Turn, session: ClaudeSessionModel): readonly ViewMenuItem[] {
        return [
            {
                id: 'fork',
                label: ClaudeText.fork,
                icon: 'repo-forked',
                run: () => this.fork(session, message)
            }
        ];
    }

    private async rename({ sessionId, info }: ClaudeSessionModel): Promise<void> {
        const dialog = new SingleTextInputDialog({
            title: ClaudeText.renameTitle,
            initialValue: info?.title,
            validate: value => value.trim().length > 0
        });
        const title = await dialog.open();
        if (title?.trim()) {
            await this.sessions.rename(sessionId, title.trim());
        }
    }

    /** The new session is shown, and what was said last in it stands in the input, to be said differently. */
    private async fork(session: ClaudeSessionModel, message?: UserMessage): Promise<void> {
        const id = SessionId.parse(await session.steering.fork(message?.messageId));
        const forked = await this.sessions.appeared(id);
        const widget = await this.views.openSession(forked);
        if (message) {
            widget.model.draft.bringBack(message);
        }
    }
}
