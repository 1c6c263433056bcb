import { CommandHandler } from '@theia/core/lib/common/command';
import { ApplicationShell } from '@theia/core/lib/browser';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalService } from '@theia/terminal/lib/browser/base/terminal-service';
import { DispatchTerminalWidget } from '../dispatch-terminal-widget';

/** Which terminal a command is meant for. */
@injectable()
export class TerminalTarget {
    @inject(ApplicationShell)
    protected readonly shell!: ApplicationShell;
    @inject(TerminalService)
    protected readonly terminals!: TerminalService;

    /** The one whose tab or toolbar was used (a widget, or the event of a tab), else the one in use. */
    find(from?: unknown): DispatchTerminalWidget | undefined {
        const meant =
            from instanceof Event
                ? this.shell.findTargetedWidget(from)
                : from instanceof DispatchTerminalWidget
                  ? from
                  : this.terminals.currentTerminal;
        return meant instanceof DispatchTerminalWidget ? meant : undefined;
    }

    /** A command for one terminal. It cannot be used where there is none. */
    handler(execute: (terminal: DispatchTerminalWidget) => void | Promise<void>): CommandHandler {
        return {
            isEnabled: from => this.find(from) !== undefined,
            isVisible: from => this.find(from) !== undefined,
            execute: from => {
                const terminal = this.find(from);
                return terminal && execute(terminal);
            }
        };
    }
}
