import { CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { KeybindingContribution, KeybindingRegistry, Widget } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { TerminalMenus } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { CommandRecord } from '../../common/shell-integration-protocol';
import { IntegratedTerminal } from '../integrated-terminal';
import { COMMAND_MARK_MENU, ShellIntegration } from '../shell-integration';
import { CommandActions } from './command-actions';
import { RecentPicks } from './recent-picks';
import { MarkCommands, ShellCommands } from './shell-commands';

type Act = (terminal: IntegratedTerminal) => unknown;
type ActOnCommand = (terminal: IntegratedTerminal, command: CommandRecord) => unknown;

/** Commands, keys and menus about what was run in the terminal in use. */
@injectable()
export class ShellCommandsContribution implements CommandContribution, KeybindingContribution, MenuContribution {
    @inject(ShellIntegration)
    protected readonly integration!: ShellIntegration;
    @inject(TerminalService)
    protected readonly terminals!: TerminalService;
    @inject(CommandActions)
    protected readonly actions!: CommandActions;
    @inject(RecentPicks)
    protected readonly picks!: RecentPicks;

    registerCommands(commands: CommandRegistry): void {
        const all: [keyof typeof ShellCommands, Act][] = [
            ['previous', terminal => terminal.jumps.by(-1)],
            ['next', terminal => terminal.jumps.by(1)],
            ['selectPrevious', terminal => terminal.jumps.selectTo(-1)],
            ['selectNext', terminal => terminal.jumps.selectTo(1)],
            ['runRecent', terminal => this.picks.runRecent(terminal)],
            ['recentFolder', terminal => this.picks.goToRecentFolder(terminal)],
            ['copyLast', this.onLast((_terminal, command) => this.actions.copyLine(command))],
            ['copyLastOutput', this.onLast((terminal, command) => this.actions.copyOutput(terminal, command))],
            ['rerunLast', this.onLast((terminal, command) => this.actions.run(terminal, command))]
        ];
        for (const [name, act] of all) {
            commands.registerCommand(ShellCommands[name], {
                isEnabled: () => this.current !== undefined,
                execute: () => this.current && act(this.current)
            });
        }
        this.registerMarkCommands(commands);
    }

    registerKeybindings(keybindings: KeybindingRegistry): void {
        const keys: [keyof typeof ShellCommands, string][] = [
            ['previous', 'ctrlcmd+up'],
            ['next', 'ctrlcmd+down'],
            ['selectPrevious', 'ctrlcmd+shift+up'],
            ['selectNext', 'ctrlcmd+shift+down'],
            ['runRecent', 'ctrl+alt+r'],
            ['recentFolder', 'ctrlcmd+g']
        ];
        for (const [name, keybinding] of keys) {
            keybindings.registerKeybinding({ command: ShellCommands[name].id, keybinding, when: 'terminalFocus' });
        }
    }

    registerMenus(menus: MenuModelRegistry): void {
        Object.values(MarkCommands).forEach(({ id }, index) =>
            menus.registerMenuAction(COMMAND_MARK_MENU, { commandId: id, order: String(index) })
        );
        const group = [...TerminalMenus.TERMINAL_CONTEXT_MENU, '_3_commands'];
        menus.registerMenuAction(group, { commandId: ShellCommands.copyLastOutput.id });
        menus.registerMenuAction(group, { commandId: ShellCommands.runRecent.id });
    }

    private registerMarkCommands(commands: CommandRegistry): void {
        const all: [keyof typeof MarkCommands, ActOnCommand, ((command: CommandRecord) => boolean)?][] = [
            ['rerun', (terminal, command) => this.actions.run(terminal, command), ({ line }) => line !== ''],
            ['copy', (_terminal, command) => this.actions.copyLine(command), ({ line }) => line !== ''],
            ['copyOutput', (terminal, command) => this.actions.copyOutput(terminal, command)],
            ['reveal', (terminal, command) => terminal.jumps.to(command)]
        ];
        for (const [name, act, isEnabled = () => true] of all) {
            const run = (widget: unknown, n: unknown, action: ActOnCommand): unknown => {
                const terminal = widget instanceof Widget ? this.integration.find(widget) : undefined;
                const command = typeof n === 'number' ? terminal?.commands?.find(n) : undefined;
                return terminal && command && action(terminal, command);
            };
            commands.registerCommand(MarkCommands[name], {
                isEnabled: (widget, n) => run(widget, n, (_terminal, command) => isEnabled(command)) === true,
                isVisible: (widget, n) => run(widget, n, () => true) === true,
                execute: (widget, n) => run(widget, n, act)
            });
        }
    }

    private onLast(act: ActOnCommand): Act {
        return terminal => {
            const last = terminal.commands?.lastEnded;
            return last && act(terminal, last);
        };
    }

    private get current(): IntegratedTerminal | undefined {
        return this.integration.find(this.terminals.currentTerminal ?? this.terminals.lastUsedTerminal);
    }
}
