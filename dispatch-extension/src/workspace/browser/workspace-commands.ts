import { CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { URI } from '@theia/core/lib/common/uri';
import { CommonMenus, QuickInputService } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { WorkspaceService } from '@theia/workspace/lib/browser';
import { WorkspaceCommands as TheiaWorkspaceCommands } from '@theia/workspace/lib/browser/workspace-commands';
import { asDispatchError } from '../../kernel/common/errors';
import { FolderName, WorkspaceInfo } from '../common/workspace-protocol';
import { WorkspacesClient } from './workspaces-client';
import { withoutCredentials } from '../domain/clone-url';

const CATEGORY = 'Workspace';

/** What a person can do with workspaces from the palette, the menu and the welcome page. */
export const DispatchWorkspaceCommands = {
    /** Theia's own "Open Folder...", which knows the dialogs of every platform. */
    OPEN: TheiaWorkspaceCommands.OPEN_FOLDER,
    CLONE: { id: 'dispatch.workspace.clone', label: 'Clone Repository...', category: CATEGORY },
    CREATE: { id: 'dispatch.workspace.create', label: 'New Workspace...', category: CATEGORY }
};

@injectable()
export class WorkspaceCommandContribution implements CommandContribution, MenuContribution {
    @inject(WorkspacesClient)
    protected readonly client!: WorkspacesClient;

    @inject(WorkspaceService)
    protected readonly workspaces!: WorkspaceService;

    @inject(QuickInputService)
    protected readonly quickInput!: QuickInputService;

    @inject(MessageService)
    protected readonly messages!: MessageService;

    registerCommands(commands: CommandRegistry): void {
        commands.registerCommand(DispatchWorkspaceCommands.CLONE, { execute: () => this.clone() });
        commands.registerCommand(DispatchWorkspaceCommands.CREATE, { execute: () => this.create() });
    }

    registerMenus(menus: MenuModelRegistry): void {
        menus.registerMenuAction(CommonMenus.FILE_OPEN, {
            commandId: DispatchWorkspaceCommands.CLONE.id,
            order: 'a20'
        });
        menus.registerMenuAction(CommonMenus.FILE_NEW_TEXT, {
            commandId: DispatchWorkspaceCommands.CREATE.id,
            order: 'z'
        });
    }

    /** Opens a workspace in this page. */
    show(workspace: WorkspaceInfo): void {
        this.workspaces.open(URI.fromFilePath(workspace.folder), { preserveWindow: true });
    }

    /** Takes a workspace off the list; the folder stays. */
    async forget(workspace: WorkspaceInfo): Promise<void> {
        await this.attempt(() => this.client.forget(workspace.id));
    }

    private async clone(): Promise<void> {
        const url = await this.quickInput.input({
            title: nls.localize('dispatch/workspace/clone', 'Clone Repository'),
            placeHolder: 'https://host/owner/repository.git',
            prompt: this.belowRoot(nls.localize('dispatch/workspace/clonePrompt', 'Address of a git repository'))
        });
        if (url?.trim()) {
            await this.attempt(() => this.cloneWithProgress(url.trim()));
        }
    }

    private async cloneWithProgress(url: string): Promise<void> {
        // the host names it without what it may hold of secrets, and so do we
        const shown = withoutCredentials(url);
        const progress = await this.messages.showProgress({
            text: nls.localize('dispatch/workspace/cloning', 'Cloning {0}', shown)
        });
        const listener = this.client.onDidProgress(event => {
            if (event.url === shown) {
                progress.report({ message: event.line });
            }
        });
        try {
            this.show(await this.client.clone(url));
        } finally {
            listener.dispose();
            progress.cancel();
        }
    }

    private async create(): Promise<void> {
        const name = await this.quickInput.input({
            title: nls.localize('dispatch/workspace/create', 'New Workspace'),
            placeHolder: 'my-project',
            prompt: this.belowRoot(nls.localize('dispatch/workspace/createPrompt', 'Name of the new folder')),
            validateInput: async value =>
                FolderName.safeParse(value.trim()).success
                    ? undefined
                    : nls.localize(
                          'dispatch/workspace/nameRule',
                          'Letters, digits, spaces, “.”, “_” and “-”, not a dot first'
                      )
        });
        if (name?.trim()) {
            await this.attempt(async () => this.show(await this.client.create(name.trim())));
        }
    }

    private belowRoot(prompt: string): string {
        const { root } = this.client;
        return root ? nls.localize('dispatch/workspace/below', '{0} – it goes below {1}', prompt, root) : prompt;
    }

    private async attempt(action: () => Promise<void>): Promise<void> {
        try {
            await action();
        } catch (thrown) {
            void this.messages.error(asDispatchError(thrown).message);
        }
    }
}
