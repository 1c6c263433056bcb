import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { nls } from '@theia/core/lib/common/nls';
import { PreferenceScope, PreferenceService } from '@theia/core/lib/common/preferences';
import {
    ApplicationShell,
    KeybindingContribution,
    KeybindingRegistry,
    SHELL_TABBAR_CONTEXT_MENU
} from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { TerminalCommands, TerminalMenus } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { TerminalTarget } from '../commands/terminal-target';
import { AccessibilityFeature } from './accessibility-feature';

const category = TerminalCommands.TERMINAL_CATEGORY;
const command = (id: string, label: string): Command => ({ id, category, label });

/** Names as in VS Code where it has them. */
export const AccessibilityCommands = {
    TOGGLE_READ_ONLY: command(
        'dispatch.terminal.toggleReadOnly',
        nls.localize('dispatch/terminal/toggleReadOnly', 'Toggle Read-Only')
    ),
    TOGGLE_SCREEN_READER: command(
        'dispatch.terminal.toggleScreenReader',
        nls.localize('dispatch/terminal/toggleReader', 'Toggle Screen Reader Mode')
    ),
    FOCUS: command('workbench.action.terminal.focus', nls.localizeByDefault('Focus Terminal')),
    FOCUS_NEXT: command(
        'workbench.action.terminal.focusNext',
        nls.localize('dispatch/terminal/focusNext', 'Focus Next Terminal')
    ),
    FOCUS_PREVIOUS: command(
        'workbench.action.terminal.focusPrevious',
        nls.localize('dispatch/terminal/focusPrevious', 'Focus Previous Terminal')
    )
} satisfies Record<string, Command>;

/** Commands for reading only, for screen readers, and for going from terminal to terminal by keys. */
@injectable()
export class AccessibilityContribution implements CommandContribution, MenuContribution, KeybindingContribution {
    @inject(TerminalTarget)
    protected readonly target!: TerminalTarget;
    @inject(AccessibilityFeature)
    protected readonly feature!: AccessibilityFeature;
    @inject(PreferenceService)
    protected readonly preferences!: PreferenceService;
    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;
    @inject(TerminalService)
    protected readonly terminals!: TerminalService;

    registerCommands(commands: CommandRegistry): void {
        const { TOGGLE_READ_ONLY, TOGGLE_SCREEN_READER, FOCUS, FOCUS_NEXT, FOCUS_PREVIOUS } = AccessibilityCommands;
        commands.registerCommand(TOGGLE_READ_ONLY, {
            ...this.target.handler(({ guard }) => guard.set(!guard.isReadOnly)),
            isToggled: from => this.target.find(from)?.guard.isReadOnly ?? false
        });
        commands.registerCommand(TOGGLE_SCREEN_READER, {
            isToggled: () => this.feature.isOn,
            execute: () =>
                this.preferences.set(
                    'terminal.integrated.screenReaderMode',
                    this.feature.isOn ? 'off' : 'on',
                    PreferenceScope.User
                )
        });
        const isEnabled = (): boolean => this.terminals.all.some(({ isAttached }) => isAttached);
        commands.registerCommand(FOCUS, { isEnabled, execute: () => this.focus(0) });
        commands.registerCommand(FOCUS_NEXT, { isEnabled, execute: () => this.focus(1) });
        commands.registerCommand(FOCUS_PREVIOUS, { isEnabled, execute: () => this.focus(-1) });
    }

    registerMenus(menus: MenuModelRegistry): void {
        const { id: commandId, label } = AccessibilityCommands.TOGGLE_READ_ONLY;
        const when = 'isTerminalTab';
        menus.registerMenuAction([...SHELL_TABBAR_CONTEXT_MENU, '0_terminal'], { commandId, label, order: '3', when });
        menus.registerMenuAction([...TerminalMenus.TERMINAL_CONTEXT_MENU, '_3'], { commandId, label });
    }

    registerKeybindings(keybindings: KeybindingRegistry): void {
        keybindings.registerKeybindings(
            { command: AccessibilityCommands.FOCUS_NEXT.id, keybinding: 'ctrl+pagedown', when: 'terminalFocus' },
            { command: AccessibilityCommands.FOCUS_PREVIOUS.id, keybinding: 'ctrl+pageup', when: 'terminalFocus' }
        );
    }

    /** The one in use, or so many after it, in the order in which they were opened. */
    private async focus(step: number): Promise<void> {
        const all = this.terminals.all.filter(({ isAttached }) => isAttached);
        const current = this.terminals.currentTerminal ?? this.terminals.lastUsedTerminal;
        const index = Math.max(0, current ? all.indexOf(current) : 0);
        const next = all[(index + step + all.length) % all.length];
        if (next) {
            await this.shell.activateWidget(next.id);
        }
    }
}
