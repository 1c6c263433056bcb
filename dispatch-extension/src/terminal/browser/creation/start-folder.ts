import { inject, injectable } from '@theia/core/shared/inversify';
import { VariableResolverService } from '@theia/variable-resolver/lib/browser';
import { WorkspaceService } from '@theia/workspace/lib/browser';
import { TerminalSettings } from '../settings/terminal-settings';

/** In which folder a new terminal starts when its opener does not say. */
@injectable()
export class StartFolder {
    @inject(TerminalSettings)
    protected readonly settings!: TerminalSettings;
    @inject(VariableResolverService)
    protected readonly variables!: VariableResolverService;
    @inject(WorkspaceService)
    protected readonly workspaces!: WorkspaceService;

    /** Absolute; `undefined` for the home folder. Whether it is there is the host's to say. */
    async find(): Promise<string | undefined> {
        return (await this.ofSettings()) ?? this.workspaceFolder();
    }

    /** What `terminal.integrated.cwd` says. */
    async ofSettings(): Promise<string | undefined> {
        return this.absolute(this.settings['terminal.integrated.cwd']?.trim());
    }

    /** What a setting says, with its variables replaced; relative to the workspace. `undefined` where it says nothing. */
    async absolute(setting: string | undefined): Promise<string | undefined> {
        const folder = setting ? await this.variables.resolve(setting) : undefined;
        if (!folder || folder.startsWith('/')) {
            return folder || undefined;
        }
        const root = await this.workspaceFolder();
        return root && `${root}/${folder}`;
    }

    private async workspaceFolder(): Promise<string | undefined> {
        const [root] = await this.workspaces.roots;
        if (!root) {
            return undefined;
        }
        return (root.isDirectory ? root.resource : root.resource.parent).path.fsPath();
    }
}
