import { TabBarToolbarRegistry } from '@theia/core/lib/browser/shell/tab-bar-toolbar';
import { nls } from '@theia/core/lib/common/nls';
import { ApplicationShell, Widget, codicon } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import {
    TerminalCommands,
    TerminalFrontendContribution
} from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { TerminalProfile } from '@theia/terminal/lib/browser/terminal-profile-service';
import { StartFolder } from '../creation/start-folder';
import { DispatchTerminalWidget } from '../dispatch-terminal-widget';
import { PROFILE_MENU, ProfileMenu } from '../profiles/profile-menu';
import { DispatchProfile, TerminalProfiles } from '../profiles/terminal-profiles';
import { TerminalSettings } from '../settings/terminal-settings';
import { splitModeFor } from './split-mode';

/**
 * How Theia's terminal commands open terminals: with our profiles, in the folder that the settings say, beside the one
 * that they were called from.
 */
@injectable()
export abstract class ProfiledTerminals extends TerminalFrontendContribution {
    @inject(TerminalProfiles)
    protected readonly profiles!: TerminalProfiles;
    @inject(ProfileMenu)
    protected readonly profileMenu!: ProfileMenu;
    @inject(StartFolder)
    protected readonly startFolder!: StartFolder;
    @inject(TerminalSettings)
    protected readonly settings!: TerminalSettings;

    override async onStart(): Promise<void> {
        this.profileMenu.start((profile, beside) => void this.openTerminal(besideOf(beside), profile));
        this.profiles.start(this);
    }

    override registerToolbarItems(toolbar: TabBarToolbarRegistry): void {
        const isVisible = (widget: Widget): boolean => widget instanceof TerminalWidget;
        toolbar.registerItem({
            id: TerminalCommands.NEW.id,
            command: TerminalCommands.NEW.id,
            // What drops down beside it.
            menuPath: PROFILE_MENU,
            icon: codicon('add'),
            tooltip: nls.localizeByDefault('New Terminal'),
            priority: 0,
            isVisible
        });
        toolbar.registerItem({
            id: TerminalCommands.SPLIT.id,
            command: TerminalCommands.SPLIT.id,
            icon: codicon('split-horizontal'),
            tooltip: `${nls.localizeByDefault('Split Terminal')} (Ctrl+Shift+5)`,
            priority: 2,
            isVisible
        });
        toolbar.registerItem({
            id: TerminalCommands.KILL_TERMINAL.id,
            command: TerminalCommands.KILL_TERMINAL.id,
            icon: codicon('trash'),
            tooltip: nls.localize('dispatch/terminal/end', 'End Terminal'),
            priority: 3,
            isVisible
        });
    }

    protected override async openTerminal(
        widgetOptions?: ApplicationShell.WidgetOptions,
        profile: TerminalProfile | undefined = this.profiles.defaultProfile
    ): Promise<void> {
        if (profile && !(profile instanceof DispatchProfile)) {
            // A plugin's: it opens what it likes.
            await this.open(await profile.start(), { widgetOptions });
            return;
        }
        const cwd = profile?.startOptions.cwd ?? (await this.selectTerminalCwd());
        if (cwd === undefined && this.workspaceService.tryGetRoots().length > 1) {
            return;
        }
        await this.show({ ...profile?.startOptions, cwd }, widgetOptions);
    }

    protected override async splitTerminal(beside = this.currentTerminal): Promise<void> {
        if (beside) {
            const profile = this.profiles.defaultProfile;
            const options = profile instanceof DispatchProfile ? profile.startOptions : {};
            const mode = splitModeFor(beside.node.clientWidth);
            await this.show({ ...options, cwd: await this.splitFolder(beside) }, { ref: beside, mode });
        }
    }

    protected override async openActiveWorkspaceTerminal(options?: ApplicationShell.WidgetOptions): Promise<void> {
        await this.show({}, options);
    }

    protected override async selectTerminalCwd(): Promise<string | undefined> {
        return (await this.startFolder.ofSettings()) ?? super.selectTerminalCwd();
    }

    protected override async selectTerminalProfile(
        placeholder: string
    ): Promise<[string, TerminalProfile] | undefined> {
        const items = this.profileService.all.map(([label, profile]) => {
            const options = profile instanceof DispatchProfile ? profile.startOptions : {};
            return {
                label,
                profile,
                description: [options.shellPath ?? '', ...(options.shellArgs ?? [])].join(' '),
                detail: profile === this.profileService.defaultProfile ? nls.localizeByDefault('Default') : undefined
            };
        });
        const selected = await this.quickInputService?.showQuickPick(items, { placeholder });
        return selected && [selected.label, selected.profile];
    }

    /** Shown at once; what goes wrong at its start is said in it. */
    private async show(
        options: Parameters<this['newTerminal']>[0],
        widgetOptions?: ApplicationShell.WidgetOptions
    ): Promise<void> {
        const terminal = await this.newTerminal(options);
        await this.open(terminal, { widgetOptions });
        await terminal.start().catch(() => undefined);
    }

    /** As `terminal.integrated.splitCwd` says; the workspace where that cannot be known. */
    private async splitFolder(beside: TerminalWidget): Promise<string | undefined> {
        const wanted = this.settings['terminal.integrated.splitCwd'];
        if (wanted === 'workspaceRoot' || !(beside instanceof DispatchTerminalWidget)) {
            return undefined;
        }
        const initial = beside.sessionInfo?.folder;
        if (wanted === 'initial') {
            return initial;
        }
        // An ended one has no folder any more.
        return beside.currentFolder().catch(() => initial);
    }
}

/** A new tab after `widget`, where there is one. */
export function besideOf(widget: Widget | undefined): ApplicationShell.WidgetOptions | undefined {
    return widget && { ref: widget, mode: 'tab-after' };
}
