import { CommandHandler, CommandRegistry } from '@theia/core/lib/common/command';
import { MessageService } from '@theia/core/lib/common/message-service';
import { MenuModelRegistry } from '@theia/core/lib/common/menu';
import { nls } from '@theia/core/lib/common/nls';
import { isOSX } from '@theia/core/lib/common/os';
import { KeybindingRegistry, SHELL_TABBAR_CONTEXT_MENU } from '@theia/core/lib/browser';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalCommands } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { isOver } from '../../../session/browser/session-list';
import { SessionActions } from '../../../session/browser/session-actions';
import { SessionsClient } from '../../../session/browser/sessions-client';
import { DispatchTerminalWidget } from '../dispatch-terminal-widget';
import { ProfiledTerminals, besideOf } from './profiled-terminals';

const CLOSE_HINT_KEY = 'dispatch.terminal.close-hint';

/**
 * Theia's terminal commands, with what is different here: a terminal goes on when its tab is closed, "Kill" is "End"
 * and asks where something runs, and no shell is started because a page was opened.
 */
@injectable()
export class DispatchTerminalContribution extends ProfiledTerminals {
    @inject(SessionActions)
    protected readonly sessionActions!: SessionActions;
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    @postConstruct()
    protected override init(): void {
        super.init();
        this.onDidCreateTerminal(terminal => {
            if (terminal instanceof DispatchTerminalWidget) {
                terminal.onDidClose(() => this.hintAtClose(terminal));
            }
        });
    }

    override async initializeLayout(): Promise<void> {
        // Theia starts a shell here, in every browser that opens the page for the first time.
    }

    override registerCommands(commands: CommandRegistry): void {
        super.registerCommands(commands);
        commands.unregisterCommand(TerminalCommands.KILL_TERMINAL);
        commands.registerCommand(
            {
                ...TerminalCommands.KILL_TERMINAL,
                originalLabel: undefined,
                label: nls.localize('dispatch/terminal/end', 'End Terminal')
            },
            this.ofOne(terminal => this.end(terminal))
        );
        for (const command of [TerminalCommands.SPLIT, TerminalCommands.NEW]) {
            commands.unregisterCommand(command);
        }
        commands.registerCommand(
            TerminalCommands.SPLIT,
            this.ofOne(terminal => this.splitTerminal(terminal))
        );
        commands.registerCommand(TerminalCommands.NEW, {
            execute: (from?: unknown) => {
                const beside = from instanceof TerminalWidget ? from : this.lastUsedTerminal;
                // A new one is in the panel, but for one that was asked for at another place.
                const isPlace = from === beside || (beside && this.shell.getAreaFor(beside) === 'bottom');
                return this.openTerminal(isPlace ? besideOf(beside) : undefined);
            }
        });
    }

    override registerMenus(menus: MenuModelRegistry): void {
        super.registerMenus(menus);
        const menu = [...SHELL_TABBAR_CONTEXT_MENU, '0_terminal'];
        const when = 'isTerminalTab';
        menus.registerMenuAction(menu, { commandId: TerminalCommands.SPLIT.id, order: '1', when });
        menus.registerMenuAction(menu, { commandId: TerminalCommands.KILL_TERMINAL.id, order: '4', when });
    }

    override registerKeybindings(keybindings: KeybindingRegistry): void {
        super.registerKeybindings(keybindings);
        // Ctrl+` is "toggle", as in VS Code. Theia binds it to "new" as well, and can only take away both.
        keybindings.unregisterKeybinding('ctrl+`');
        keybindings.registerKeybinding({ command: TerminalCommands.TOGGLE_TERMINAL.id, keybinding: 'ctrl+`' });
        if (!isOSX) {
            // there they are the shell's, as in VS Code: to the begin of the line, and cut up to its end
            [TerminalCommands.SELECT_ALL, TerminalCommands.TERMINAL_CLEAR].forEach(command =>
                keybindings.unregisterKeybinding(command)
            );
        }
        keybindings.registerKeybinding({
            command: TerminalCommands.COPY_TERMINAL_SELECTION.id,
            keybinding: 'ctrl+shift+c',
            when: 'terminalFocus'
        });
        keybindings.registerKeybinding({
            command: TerminalCommands.SPLIT.id,
            keybinding: isOSX ? 'cmd+\\' : 'ctrl+shift+5',
            when: 'terminalFocus'
        });
        // those of the find box are other commands of Theia on a Mac
        const ofFind = isOSX ? ['c', 'w', 'r'].map(key => `alt+cmd+${key}`) : [];
        for (const keybinding of ['ctrl+shift+v', 'shift+insert', ...ofFind]) {
            keybindings.registerKeybinding({
                command: KeybindingRegistry.PASSTHROUGH_PSEUDO_COMMAND,
                keybinding,
                when: 'terminalFocus'
            });
        }
    }

    /** For the terminal whose tab or toolbar was used, else the one in use. Tasks' terminals, too. */
    private ofOne(execute: (terminal: TerminalWidget) => unknown): CommandHandler {
        const find = (from?: unknown): TerminalWidget | undefined => {
            const meant = from instanceof Event ? this.shell.findTargetedWidget(from) : from;
            return meant instanceof TerminalWidget ? meant : this.currentTerminal;
        };
        return {
            isEnabled: from => find(from) !== undefined,
            isVisible: from => find(from) !== undefined,
            execute: from => {
                const terminal = find(from);
                return terminal && execute(terminal);
            }
        };
    }

    /** Ends what runs in it, after a question where that would stop work, and closes it. */
    protected async end(terminal: TerminalWidget): Promise<void> {
        const session = terminal instanceof DispatchTerminalWidget ? terminal.sessionInfo : undefined;
        if (!session || isOver(session) || (await this.sessionActions.end(session))) {
            terminal.close();
        }
    }

    /** Says once, to each browser, that closing is not ending. */
    protected async hintAtClose(terminal: DispatchTerminalWidget): Promise<void> {
        const session = terminal.sessionInfo;
        if (!session || isOver(session) || (await this.storageService.getData(CLOSE_HINT_KEY, false))) {
            return;
        }
        await this.storageService.setData(CLOSE_HINT_KEY, true);
        const end = nls.localize('dispatch/terminal/endIt', 'End It');
        const choice = await this.messages.info(
            nls.localize(
                'dispatch/terminal/closeHint',
                '“{0}” keeps running. You find it under Sessions; “End Terminal” stops it.',
                session.title
            ),
            { timeout: 12_000 },
            end
        );
        if (choice === end) {
            await this.sessionActions.end(session);
        }
    }
}
