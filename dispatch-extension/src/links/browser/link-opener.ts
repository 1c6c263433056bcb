import { CommandService } from '@theia/core/lib/common/command';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { URI } from '@theia/core/lib/common/uri';
import { OpenerService, open } from '@theia/core/lib/browser';
import { WindowService } from '@theia/core/lib/browser/window/window-service';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileNavigatorCommands } from '@theia/navigator/lib/browser/file-navigator-commands';
import { WorkspaceService } from '@theia/workspace/lib/browser';
import { CautiousDialog } from '../../kernel/browser/cautious-dialog';
import { ExistingPath } from './path-resolver';

/** A place in a file, from 1. */
export interface Place {
    readonly line?: number;
    readonly column?: number;
}

/** Follows links: files in the editor, folders in the explorer, addresses in a tab of the browser. */
@injectable()
export class LinkOpener {
    @inject(OpenerService)
    protected readonly openers!: OpenerService;
    @inject(WindowService)
    protected readonly windows!: WindowService;
    @inject(CommandService)
    protected readonly commands!: CommandService;
    @inject(WorkspaceService)
    protected readonly workspace!: WorkspaceService;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    async openPath({ uri, kind }: ExistingPath, place: Place = {}): Promise<void> {
        if (kind === 'folder') {
            await this.reveal(uri);
            return;
        }
        const start = { line: Math.max(0, (place.line ?? 1) - 1), character: Math.max(0, (place.column ?? 1) - 1) };
        try {
            await open(this.openers, uri, place.line === undefined ? {} : { selection: { start, end: start } });
        } catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            void this.messages.error(
                nls.localize('dispatch/links/cannotOpen', 'Cannot open {0}: {1}', uri.path.base, why)
            );
        }
    }

    /** Exactly as it was written: another encoding of it could be another address. */
    openUrl(url: string): void {
        this.windows.openNewWindow(url, { external: true });
    }

    /** Asks before an address is opened that is not the one that is shown. */
    async confirmUrl(url: string): Promise<boolean> {
        const message = document.createElement('div');
        const target = document.createElement('code');
        target.className = 'dispatch-link-target';
        target.textContent = url;
        message.append(
            nls.localize('dispatch/links/differs', 'The text is an address, but the link leads to another one:'),
            target
        );
        const dialog = new CautiousDialog({
            title: nls.localize('dispatch/links/follow', 'Follow this link?'),
            msg: message,
            ok: nls.localizeByDefault('Open')
        });
        return (await dialog.open()) === true;
    }

    private async reveal(folder: URI): Promise<void> {
        if (this.workspace.tryGetRoots().some(root => root.resource.isEqualOrParent(folder))) {
            await this.commands.executeCommand(FileNavigatorCommands.REVEAL_IN_NAVIGATOR.id, folder);
            return;
        }
        const openFolder = nls.localizeByDefault('Open Folder');
        const choice = await this.messages.info(
            nls.localize('dispatch/links/outside', '{0} is outside of the opened folder.', folder.path.fsPath()),
            openFolder
        );
        if (choice === openFolder) {
            this.workspace.open(folder);
        }
    }
}
