import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { WorkspaceService } from '@theia/workspace/lib/browser';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { SessionInfo } from '../../../session/common/session-protocol';
import { Grid } from '../../../session/common/stream-frames';
import { workspaceAround } from '../../../workspace/domain/workspace-around';
import { WorkspacesClient } from '../../../workspace/browser/workspaces-client';
import { TERMINAL_KIND, TerminalOptions } from '../../common/terminal-protocol';
import { TerminalEnvironment } from './terminal-environment';

/** Makes a session of what Theia, a profile or a plugin asks of a new terminal. */
@injectable()
export class TerminalCreation {
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(WorkspacesClient)
    protected readonly workspaces!: WorkspacesClient;
    @inject(WorkspaceService)
    protected readonly workspaceService!: WorkspaceService;
    @inject(TerminalPreferences)
    protected readonly preferences!: TerminalPreferences;
    @inject(TerminalEnvironment)
    protected readonly environment!: TerminalEnvironment;

    /** Fails with a `DispatchError`, like `terminal.shell-missing`. */
    async create(options: TerminalWidgetOptions, grid: Grid | undefined): Promise<SessionInfo> {
        const folder = pathOf(options.cwd) ?? (await this.workspaceFolder());
        return this.sessions.create({
            kind: TERMINAL_KIND,
            folder,
            workspaceId: folder && workspaceAround(folder, this.workspaces.workspaces ?? [])?.id,
            // Theia numbers terminals by itself; only a title that somebody chose is worth keeping.
            title: options.useServerTitle === false ? options.title : undefined,
            options: await this.optionsOf(options, grid)
        });
    }

    private async optionsOf(options: TerminalWidgetOptions, grid: Grid | undefined): Promise<TerminalOptions> {
        const args = options.shellArgs ?? this.preferences['terminal.integrated.shellArgs.linux'];
        return {
            shell: options.shellPath ?? this.preferences['terminal.integrated.shell.linux'] ?? undefined,
            args: typeof args === 'string' ? [args] : args,
            env: await this.environment.of(options),
            grid
        };
    }

    private async workspaceFolder(): Promise<string | undefined> {
        const [root] = await this.workspaceService.roots;
        if (!root) {
            return undefined;
        }
        return (root.isDirectory ? root.resource : root.resource.parent).path.fsPath();
    }
}

/** An absolute path from what callers give as `cwd`: a path, a URI, or a URI in text. */
export function pathOf(cwd: string | URI | undefined): string | undefined {
    if (cwd === undefined || cwd === '') {
        return undefined;
    }
    if (typeof cwd === 'string' && cwd.startsWith('/')) {
        return cwd;
    }
    return new URI(cwd.toString()).path.fsPath();
}
