import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { nls } from '@theia/core/lib/common/nls';
import { isOSX } from '@theia/core/lib/common/os';
import { ApplicationShell } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalCommands, TerminalMenus } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { copySelection, copySelectionAsHtml } from './terminal-copy';
import { TerminalPaste } from './terminal-paste';

/** VS Code's command, by its id. */
export const COPY_AS_HTML: Command = {
    id: 'workbench.action.terminal.copySelectionAsHtml',
    label: nls.localizeByDefault('Copy Selection as HTML'),
    category: nls.localizeByDefault('Terminal')
};

/** Theia's commands to copy and paste, done our way for our terminals, and one more. */
@injectable()
export class ClipboardCommands implements CommandContribution, MenuContribution {
    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;
    @inject(TerminalPreferences)
    protected readonly settings!: TerminalPreferences;
    @inject(TerminalPaste)
    protected readonly pasting!: TerminalPaste;

    registerCommands(commands: CommandRegistry): void {
        // The handler that was registered last is asked first; Theia's stays for Theia's own terminals.
        commands.registerHandler(TerminalCommands.COPY_TERMINAL_SELECTION.id, {
            isEnabled: () => this.terminalToCopy() !== undefined,
            execute: () => this.withTerminalToCopy(terminal => this.copy(terminal))
        });
        commands.registerHandler(TerminalCommands.PASTE_TERMINAL.id, {
            isEnabled: () => this.terminal() !== undefined && this.settings['terminal.enablePaste'],
            execute: async () => {
                const terminal = this.terminal();
                return terminal && this.pasting.pasteClipboard(terminal);
            }
        });
        commands.registerCommand(COPY_AS_HTML, {
            isEnabled: () => this.terminalToCopy() !== undefined,
            execute: () => this.withTerminalToCopy(copySelectionAsHtml)
        });
    }

    registerMenus(menus: MenuModelRegistry): void {
        menus.registerMenuAction([...TerminalMenus.TERMINAL_CONTEXT_MENU, '_2'], {
            commandId: COPY_AS_HTML.id,
            label: nls.localizeByDefault('Copy as HTML'),
            order: `${TerminalCommands.COPY_TERMINAL_SELECTION.id}.html`
        });
    }

    /** Ctrl+C would copy again where a person means to interrupt, so it also ends the selection. */
    private copy(terminal: DispatchTerminalWidget): void {
        copySelection(terminal);
        if (!isOSX) {
            terminal.terminal.clearSelection();
        }
    }

    private withTerminalToCopy(action: (terminal: DispatchTerminalWidget) => void): void {
        const terminal = this.terminalToCopy();
        if (terminal) {
            action(terminal);
        }
    }

    private terminalToCopy(): DispatchTerminalWidget | undefined {
        const terminal = this.terminal();
        return terminal?.hasSelection() && this.settings['terminal.enableCopy'] ? terminal : undefined;
    }

    private terminal(): DispatchTerminalWidget | undefined {
        const { activeWidget } = this.shell;
        return activeWidget instanceof DispatchTerminalWidget ? activeWidget : undefined;
    }
}
