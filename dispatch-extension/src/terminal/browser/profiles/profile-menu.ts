import { CommandRegistry } from '@theia/core/lib/common/command';
import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { MenuModelRegistry, MenuPath } from '@theia/core/lib/common/menu';
import { Widget } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalProfile, TerminalProfileService } from '@theia/terminal/lib/browser/terminal-profile-service';
import { TerminalCommands } from '@theia/terminal/lib/browser/terminal-frontend-contribution';

/** What drops down beside the "+" of a terminal. */
export const PROFILE_MENU: MenuPath = ['dispatch-terminal-profiles'];
const PROFILES = [...PROFILE_MENU, '1_profiles'];
const OTHERS = [...PROFILE_MENU, '2_others'];

/** Keeps the menu of the profiles as they are. */
@injectable()
export class ProfileMenu {
    @inject(CommandRegistry)
    protected readonly commands!: CommandRegistry;
    @inject(MenuModelRegistry)
    protected readonly menus!: MenuModelRegistry;
    @inject(TerminalProfileService)
    protected readonly profiles!: TerminalProfileService;

    private readonly entries = new Map<string, Disposable>();

    /** To be called once. `open` opens a new terminal beside the one whose menu it was. */
    start(open: (profile: TerminalProfile, beside: Widget | undefined) => void): void {
        this.menus.registerMenuAction(OTHERS, { commandId: TerminalCommands.SPLIT.id, order: '1' });
        this.menus.registerMenuAction(OTHERS, { commandId: TerminalCommands.PROFILE_DEFAULT.id, order: '2' });
        const add = (name: string): void => {
            this.entries.get(name)?.dispose();
            this.entries.set(name, this.add(name, open));
        };
        this.profiles.onAdded(add);
        this.profiles.onRemoved(name => {
            this.entries.get(name)?.dispose();
            this.entries.delete(name);
        });
        this.profiles.all.forEach(([name]) => add(name));
    }

    private add(name: string, open: (profile: TerminalProfile, beside: Widget | undefined) => void): Disposable {
        const id = `dispatch.terminal.new-with.${name}`;
        const execute = (beside?: unknown): void => {
            const profile = this.profiles.getProfile(name);
            if (profile) {
                open(profile, beside instanceof Widget ? beside : undefined);
            }
        };
        return new DisposableCollection(
            // Without a label, so that it is not in the palette, which has one command for all of them.
            this.commands.registerCommand({ id }, { execute }),
            this.menus.registerMenuAction(PROFILES, { commandId: id, label: name })
        );
    }
}
