import { Command, CommandContribution, CommandRegistry } from '@theia/core/lib/common/command';
import { MenuContribution, MenuModelRegistry } from '@theia/core/lib/common/menu';
import { SHELL_TABBAR_CONTEXT_MENU } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalMenus } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { TerminalTarget } from '../../../terminal/browser/commands/terminal-target';
import { ExportFormat } from '../../common/history-protocol';
import { HistoryExporter } from './history-exporter';

const CATEGORY = 'Terminal';

const COMMANDS: readonly (Command & { label: string; format: ExportFormat })[] = [
    Command.toLocalizedCommand(
        { id: 'dispatch.terminal.exportText', label: 'Export Output as Text…', category: CATEGORY },
        'dispatch/history/exportText'
    ),
    Command.toLocalizedCommand(
        { id: 'dispatch.terminal.exportRecording', label: 'Export Output as Asciicast Recording…', category: CATEGORY },
        'dispatch/history/exportRecording'
    )
].map((command, index) => ({
    ...command,
    label: command.label ?? command.id,
    format: ExportFormat.options[index]
}));

/** The commands that export what a terminal has put out, also in the menus of its tab and screen. */
@injectable()
export class ExportContribution implements CommandContribution, MenuContribution {
    @inject(TerminalTarget)
    protected readonly target!: TerminalTarget;
    @inject(HistoryExporter)
    protected readonly exporter!: HistoryExporter;

    registerCommands(commands: CommandRegistry): void {
        for (const command of COMMANDS) {
            commands.registerCommand(
                command,
                this.target.handler(terminal => this.exporter.export(terminal, command.format))
            );
        }
    }

    registerMenus(menus: MenuModelRegistry): void {
        COMMANDS.forEach(({ id: commandId, label }, index) => {
            const order = `5${index}`;
            const when = 'isTerminalTab';
            menus.registerMenuAction([...SHELL_TABBAR_CONTEXT_MENU, '0_terminal'], { commandId, label, order, when });
            menus.registerMenuAction([...TerminalMenus.TERMINAL_CONTEXT_MENU, '_4'], { commandId, label, order });
        });
    }
}
