import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { URI } from '@theia/core/lib/common/uri';
import { codicon } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileService } from '@theia/filesystem/lib/browser/file-service';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { ShellTerminalProfile } from '@theia/terminal/lib/browser/shell-terminal-profile';
import {
    ContributedTerminalProfileStore,
    NULL_PROFILE,
    TerminalProfile,
    TerminalProfileService,
    TerminalProfileStore,
    UserTerminalProfileStore
} from '@theia/terminal/lib/browser/terminal-profile-service';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { VariableResolverService } from '@theia/variable-resolver/lib/browser';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { InstalledShell, TERMINAL_KIND, TerminalKindRpc } from '../../common/terminal-protocol';
import { StartFolder } from '../creation/start-folder';
import { ProfileSetting, iconIdOf, readProfiles } from './profile-setting';

const PROFILES = 'terminal.integrated.profiles.linux';
const DEFAULT_PROFILE = 'terminal.integrated.defaultProfile.linux';

/** The icons of shells that have one of their own. */
const ICONS: Record<string, string> = { bash: 'terminal-bash', pwsh: 'terminal-powershell', tmux: 'terminal-tmux' };

/** A profile that can say what it would start. */
export class DispatchProfile extends ShellTerminalProfile {
    get startOptions(): TerminalWidgetOptions {
        return this.options;
    }

    /** A folder of its own wins: Theia's commands give every profile that of the workspace. */
    override modify(options: { cwd?: string | URI }): DispatchProfile {
        const cwd = this.options.cwd ?? options.cwd;
        return new DispatchProfile(this.terminalService, { ...this.options, ...options, cwd });
    }
}

/**
 * The profiles of new terminals, kept in Theia's stores: shells that are installed where terminals run, and those of the
 * settings, which win by name.
 */
@injectable()
export class TerminalProfiles {
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(TerminalPreferences)
    protected readonly preferences!: TerminalPreferences;
    @inject(VariableResolverService)
    protected readonly variables!: VariableResolverService;
    @inject(FileService)
    protected readonly files!: FileService;
    @inject(StartFolder)
    protected readonly startFolder!: StartFolder;
    @inject(MessageService)
    protected readonly messages!: MessageService;
    @inject(TerminalProfileService)
    protected readonly service!: TerminalProfileService;
    @inject(UserTerminalProfileStore)
    protected readonly userStore!: TerminalProfileStore;
    @inject(ContributedTerminalProfileStore)
    protected readonly foundStore!: TerminalProfileStore;

    private shells: InstalledShell[] = [];
    private defaultShell: string | undefined;
    private updating: Promise<void> = Promise.resolve();
    private readonly complained = new Set<string>();

    /** Begins to keep the stores up to date. To be called once. */
    start(terminals: TerminalService): void {
        this.updating = this.findShells(terminals)
            .catch(() => this.complain(nls.localize('dispatch/terminal/noShells', 'The shells could not be listed.')))
            .then(() => this.readSettings(terminals));
        this.preferences.onPreferenceChanged(({ preferenceName }) => {
            if (preferenceName === PROFILES || preferenceName === DEFAULT_PROFILE) {
                this.updating = this.updating.then(() => this.readSettings(terminals));
            }
        });
        // A plugin's may come later.
        this.service.onAdded(
            name => name === this.preferences[DEFAULT_PROFILE] && this.service.setDefaultProfile(name)
        );
    }

    /** A plugin's only where the person has chosen it; `undefined` for the person's own shell. */
    get defaultProfile(): TerminalProfile | undefined {
        const profile = this.service.defaultProfile;
        return profile instanceof DispatchProfile || this.preferences[DEFAULT_PROFILE] ? profile : undefined;
    }

    /** What a new terminal starts where its opener does not say; nothing where that is the person's own shell. */
    async defaultOptions(): Promise<TerminalWidgetOptions> {
        if (!this.preferences[DEFAULT_PROFILE]) {
            return {};
        }
        await this.updating;
        const profile = this.service.defaultProfile;
        return profile instanceof DispatchProfile ? profile.startOptions : {};
    }

    private async findShells(terminals: TerminalService): Promise<void> {
        await this.sessions.ready;
        const rpc = this.sessions.ofKind(TerminalKindRpc, TERMINAL_KIND, { repeatable: ['listShells'] });
        const { shells, defaultShell } = await rpc.listShells({});
        this.shells = shells;
        this.defaultShell = shells.find(
            ({ path, name }) => path === defaultShell || name === baseOf(defaultShell)
        )?.name;
        for (const { name, path } of shells) {
            const iconClass = codicon(ICONS[name] ?? 'terminal');
            this.foundStore.registerTerminalProfile(
                name,
                new DispatchProfile(terminals, { shellPath: path, iconClass })
            );
        }
    }

    private async readSettings(terminals: TerminalService): Promise<void> {
        const { profiles, complaints } = readProfiles(this.preferences[PROFILES]);
        complaints.forEach(complaint => this.complain(complaint));
        const removed = new Set(this.userStore.all.map(([name]) => name));
        for (const [name, setting] of profiles) {
            removed.delete(name);
            const profile = setting
                ? new DispatchProfile(terminals, await this.optionsOf(name, setting))
                : NULL_PROFILE;
            this.userStore.registerTerminalProfile(name, profile);
        }
        removed.forEach(name => this.userStore.unregisterTerminalProfile(name));
        this.chooseDefault();
    }

    private chooseDefault(): void {
        const wanted = this.preferences[DEFAULT_PROFILE];
        if (wanted && !this.service.getProfile(wanted)) {
            this.complain(
                nls.localize(
                    'dispatch/terminal/noProfile',
                    'There is no terminal profile “{0}”, which is set as the default one.',
                    wanted
                )
            );
        }
        const usable = [wanted, this.defaultShell].find(name => name && this.service.getProfile(name));
        if (usable) {
            this.service.setDefaultProfile(usable);
        }
    }

    private async optionsOf(name: string, setting: NonNullable<ProfileSetting>): Promise<TerminalWidgetOptions> {
        const { args, env, cwd, icon, color, overrideName } = setting;
        const shellPath = await this.pathOf(setting.path);
        const iconId = iconIdOf(icon) ?? ICONS[baseOf(shellPath) ?? ''] ?? 'terminal';
        return {
            shellPath,
            shellArgs: args && (await this.variables.resolve(args)),
            env: env && (await this.variables.resolve(env)),
            cwd: await this.startFolder.absolute(cwd),
            iconClass: color ? { id: codicon(iconId), color: { id: color } } : codicon(iconId),
            ...(overrideName ? { title: name, useServerTitle: false } : {})
        };
    }

    /** The first that is there, else the first: the host then says that it is missing. */
    private async pathOf(paths: string | string[]): Promise<string> {
        const candidates = (await this.variables.resolve(typeof paths === 'string' ? [paths] : paths)) ?? [];
        for (const candidate of candidates) {
            if (candidate.startsWith('/') ? await this.exists(candidate) : this.isInstalled(candidate)) {
                return candidate;
            }
        }
        return candidates[0] ?? '';
    }

    private isInstalled(name: string): boolean {
        return this.shells.some(shell => shell.name === name);
    }

    private exists(path: string): Promise<boolean> {
        return this.files.exists(URI.fromFilePath(path));
    }

    /** Each thing once: settings are read again and again. */
    private complain(text: string): void {
        if (!this.complained.has(text)) {
            this.complained.add(text);
            void this.messages.warn(text);
        }
    }
}

function baseOf(path: string | undefined): string | undefined {
    return path?.split('/').pop();
}
