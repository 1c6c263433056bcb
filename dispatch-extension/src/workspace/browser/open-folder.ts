import { KeybindingRegistry } from '@theia/core/lib/browser';
import { CommonMenus } from '@theia/core/lib/browser/common-menus';
import { Command, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuModelRegistry } from '@theia/core/lib/common/menu';
import { nls } from '@theia/core/lib/common/nls';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileStat } from '@theia/filesystem/lib/common/files';
import { WorkspaceFrontendContribution } from '@theia/workspace/lib/browser';
import { WorkspaceCommands } from '@theia/workspace/lib/browser/workspace-commands';
import { WorkspacesClient } from './workspaces-client';

const OPEN_FILE_LABEL = nls.localizeByDefault('Open File...');
const OPEN_FOLDER_LABEL = nls.localizeByDefault('Open Folder...');

/**
 * "Open File..." and "Open Folder..." with VS Code's words and keys, in the place of Theia's one "Open..." for both. The
 * dialog for folders begins where workspaces are made and cloned.
 */
@injectable()
export class OpenFolderContribution extends WorkspaceFrontendContribution {
    @inject(WorkspacesClient)
    protected readonly client!: WorkspacesClient;

    override registerCommands(commands: CommandRegistry): void {
        super.registerCommands(commands);
        const relabel = (command: Command, label: string, execute: () => unknown): void => {
            commands.unregisterCommand(command.id);
            commands.registerCommand({ id: command.id, category: WorkspaceCommands.OPEN.category, label }, { execute });
        };
        relabel(WorkspaceCommands.OPEN, OPEN_FOLDER_LABEL, () => this.doOpenFolder());
        relabel(WorkspaceCommands.OPEN_FILE, OPEN_FILE_LABEL, () => this.doOpenFile());
    }

    override registerMenus(menus: MenuModelRegistry): void {
        super.registerMenus(menus);
        menus.unregisterMenuAction(WorkspaceCommands.OPEN.id, CommonMenus.FILE_OPEN);
        menus.registerMenuAction(CommonMenus.FILE_OPEN, { commandId: WorkspaceCommands.OPEN_FILE.id, order: 'a00' });
        menus.registerMenuAction(CommonMenus.FILE_OPEN, { commandId: WorkspaceCommands.OPEN.id, order: 'a01' });
    }

    override registerKeybindings(keys: KeybindingRegistry): void {
        super.registerKeybindings(keys);
        keys.unregisterKeybinding(WorkspaceCommands.OPEN);
        keys.registerKeybindings(
            { command: WorkspaceCommands.OPEN_FILE.id, keybinding: 'ctrlcmd+o' },
            { command: WorkspaceCommands.OPEN.id, keybinding: 'ctrlcmd+k ctrlcmd+o' }
        );
    }

    protected override async doOpenFolder(): Promise<URI | undefined> {
        const folder = await this.fileDialogService.showOpenDialog(
            {
                title: WorkspaceCommands.OPEN_FOLDER.dialogLabel,
                canSelectFolders: true,
                canSelectFiles: false
            },
            await this.workspacesRoot()
        );
        if (folder && !this.workspaceService.workspace?.resource.isEqual(folder)) {
            this.workspaceService.open(folder);
        }
        return folder;
    }

    private async workspacesRoot(): Promise<FileStat | undefined> {
        const { root } = this.client;
        const uri = root === undefined ? undefined : URI.fromFilePath(root);
        return uri && (await this.fileService.exists(uri)) ? this.fileService.resolve(uri) : undefined;
    }
}
