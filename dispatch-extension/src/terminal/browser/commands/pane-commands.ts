import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { nls } from '@theia/core/lib/common/nls';
import { isOSX } from '@theia/core/lib/common/os';
import { ApplicationShell, KeybindingContribution, KeybindingRegistry } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalCommands } from '@theia/terminal/lib/browser/terminal-frontend-contribution';

const category = TerminalCommands.TERMINAL_CATEGORY;

/** Names and keys as in VS Code. */
export const PaneCommands = {
    NEXT: {
        id: 'workbench.action.terminal.focusNextPane',
        category,
        label: nls.localize('dispatch/terminal/focusNextPane', 'Focus Next Terminal in Split')
    },
    PREVIOUS: {
        id: 'workbench.action.terminal.focusPreviousPane',
        category,
        label: nls.localize('dispatch/terminal/focusPreviousPane', 'Focus Previous Terminal in Split')
    }
} satisfies Record<string, Command>;

/** Going by keys between terminals that are seen beside each other. Where there is but one, the keys are its program's. */
@injectable()
export class PaneContribution implements CommandContribution, KeybindingContribution {
    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;
    @inject(TerminalService)
    protected readonly terminals!: TerminalService;

    registerCommands(commands: CommandRegistry): void {
        const isEnabled = (): boolean => this.panes().length > 1;
        commands.registerCommand(PaneCommands.NEXT, { isEnabled, execute: () => this.focus(1) });
        commands.registerCommand(PaneCommands.PREVIOUS, { isEnabled, execute: () => this.focus(-1) });
    }

    registerKeybindings(keybindings: KeybindingRegistry): void {
        const modifier = isOSX ? 'alt+cmd' : 'alt';
        for (const [keys, command] of [
            [['left', 'up'], PaneCommands.PREVIOUS],
            [['right', 'down'], PaneCommands.NEXT]
        ] as const) {
            for (const key of keys) {
                keybindings.registerKeybinding({
                    command: command.id,
                    keybinding: `${modifier}+${key}`,
                    when: 'terminalFocus'
                });
            }
        }
    }

    /** The terminals that are seen in the area of the one in use, from left to right and from top to bottom. */
    private panes(): TerminalWidget[] {
        const current = this.terminals.currentTerminal;
        const area = current && this.shell.getAreaFor(current);
        if (!area) {
            return [];
        }
        const placed = this.terminals.all
            .filter(terminal => terminal.isVisible && this.shell.getAreaFor(terminal) === area)
            .map(terminal => ({ terminal, box: terminal.node.getBoundingClientRect() }));
        return placed.sort((a, b) => a.box.left - b.box.left || a.box.top - b.box.top).map(({ terminal }) => terminal);
    }

    private async focus(step: number): Promise<void> {
        const panes = this.panes();
        const index = panes.findIndex(terminal => terminal === this.terminals.currentTerminal);
        const next = panes[(index + step + panes.length) % panes.length];
        if (next) {
            await this.shell.activateWidget(next.id);
        }
    }
}
