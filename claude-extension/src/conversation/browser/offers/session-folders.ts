import { QuickPickService } from '@theia/core/lib/common/quick-pick-service';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileDialogService } from '@theia/filesystem/lib/browser/file-dialog/file-dialog-service';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { changedFolders, FoldersChange } from '../../domain/added-folders';
import type { ClaudeSessionModel } from '../claude-session-model';
import { ClaudeText } from '../claude-text';

/** Which folders Claude may use besides that of the session: a list to add one, or to take one out. */
@injectable()
export class SessionFolders {
    constructor(
        @inject(QuickPickService) private readonly picks: QuickPickService,
        @inject(FileDialogService) private readonly dialogs: FileDialogService,
        @inject(FileService) private readonly files: FileService
    ) {}

    /** Fails with `claude.bad-folder`, and as calls do. */
    async show(session: ClaudeSessionModel): Promise<void> {
        const { folders: words } = ClaudeText;
        const { additionalFolders = [] } = session.transcript.settings;
        const items = [
            { label: words.add, run: () => this.add(session, additionalFolders) },
            ...additionalFolders.map(path => ({
                label: path,
                description: words.takeOut,
                run: () => this.change(session, additionalFolders, { without: path })
            }))
        ];
        const picked = await this.picks.show(items, { placeholder: words.pick });
        await picked?.run();
    }

    private async add(session: ClaudeSessionModel, folders: readonly string[]): Promise<void> {
        const chosen = await this.dialogs.showOpenDialog(
            { title: ClaudeText.folders.dialog, canSelectFolders: true, canSelectFiles: false },
            await this.beginning(session)
        );
        if (chosen) {
            await this.change(session, folders, { with: chosen.path.fsPath() });
        }
    }

    private async change(
        session: ClaudeSessionModel,
        folders: readonly string[],
        change: Omit<FoldersChange, 'own'>
    ): Promise<void> {
        const own = folderOf(session);
        const additionalFolders = changedFolders(folders, { ...change, own });
        await session.steering.changeSettings({ additionalFolders });
    }

    /** The folder in which that of the session is: what is added mostly stands beside it. */
    private async beginning(session: ClaudeSessionModel) {
        const parent = URI.fromFilePath(folderOf(session)).parent;
        return (await this.files.exists(parent)) ? this.files.resolve(parent) : undefined;
    }
}

function folderOf({ transcript, info }: ClaudeSessionModel): string {
    return transcript.folder ?? info?.folder ?? '/';
}
