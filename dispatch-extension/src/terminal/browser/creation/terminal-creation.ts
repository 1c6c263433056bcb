import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { SessionInfo } from '../../../session/common/session-protocol';
import { Grid } from '../../../session/common/stream-frames';
import { workspaceAround } from '../../../workspace/domain/workspace-around';
import { WorkspacesClient } from '../../../workspace/browser/workspaces-client';
import { TERMINAL_KIND, TerminalOptions } from '../../common/terminal-protocol';
import { appearanceOf } from '../appearance/terminal-appearance';
import { TerminalProfiles } from '../profiles/terminal-profiles';
import { StartFolder } from './start-folder';
import { TerminalEnvironment } from './terminal-environment';

/** Makes a session of what Theia, a profile or a plugin asks of a new terminal. */
@injectable()
export class TerminalCreation {
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(WorkspacesClient)
    protected readonly workspaces!: WorkspacesClient;
    @inject(TerminalPreferences)
    protected readonly preferences!: TerminalPreferences;
    @inject(TerminalEnvironment)
    protected readonly environment!: TerminalEnvironment;

    @inject(TerminalProfiles)
    protected readonly profiles!: TerminalProfiles;
    @inject(StartFolder)
    protected readonly startFolder!: StartFolder;

    /** Fails with a `DispatchError`, like `terminal.shell-missing`. */
    async create(wanted: TerminalWidgetOptions, grid: Grid | undefined): Promise<SessionInfo> {
        const options =
            wanted.shellPath === undefined ? { ...(await this.profiles.defaultOptions()), ...wanted } : wanted;
        const folder = pathOf(options.cwd) ?? (await this.startFolder.find());
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
            appearance: appearanceOf(options),
            grid
        };
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
