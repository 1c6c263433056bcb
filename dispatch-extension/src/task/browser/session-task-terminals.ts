import { injectable } from '@theia/core/shared/inversify';
import { TaskTerminalWidget, TaskTerminalWidgetManager } from '@theia/task/lib/browser/task-terminal-widget-manager';
import { TaskExitedEvent, TaskOutputPresentation } from '@theia/task/lib/common';
import { TerminalWidget } from '@theia/terminal/lib/browser/base/terminal-widget';
import { SessionTaskWidget } from './session-task-widget';

type FactoryOptions = Parameters<TaskTerminalWidgetManager['open']>[0];
type OpenerOptions = Parameters<TaskTerminalWidgetManager['open']>[1];

/** How many ends of tasks are remembered, for terminals that come to be shown only after them. */
const MAX_ENDS = 50;

/** Theia's choice of a terminal for each task (shared, dedicated, new), with terminals that show sessions. */
@injectable()
export class SessionTaskTerminals extends TaskTerminalWidgetManager {
    /** By number of the terminal. A short task may be over before its terminal is shown. */
    private readonly ends = new Map<number, TaskExitedEvent>();

    protected override init(): void {
        this.taskWatcher.onTaskExit(event => this.remember(event));
        super.init();
    }

    /** The line that says what runs is the first of the session's own output, so that it is there after a reload. */
    override open(factoryOptions: FactoryOptions, openerOptions: OpenerOptions): Promise<TerminalWidget> {
        const { taskInfo } = openerOptions;
        return super.open(factoryOptions, {
            ...openerOptions,
            taskInfo: taskInfo && { ...taskInfo, command: undefined }
        });
    }

    protected override async getWidgetToRunTask(
        factoryOptions: FactoryOptions,
        openerOptions: OpenerOptions
    ): Promise<{ isNew: boolean; widget: TerminalWidget }> {
        const found = await super.getWidgetToRunTask(factoryOptions, openerOptions);
        if (found.widget instanceof SessionTaskWidget && openerOptions.taskInfo) {
            found.widget.expect(openerOptions.taskInfo);
        }
        return found;
    }

    protected override updateTerminalOnTaskExit(
        terminal: TaskTerminalWidget,
        reuseMessage: boolean,
        closeOnFinish: boolean
    ): void {
        if (!(terminal instanceof SessionTaskWidget)) {
            super.updateTerminalOnTaskExit(terminal, reuseMessage, closeOnFinish);
            return;
        }
        const end = this.ends.get(terminal.terminalId);
        const presentation = TaskOutputPresentation.fromJson(end?.config ?? terminal.taskConfig);
        terminal.finished({ exitCode: end?.code, reuseMessage: presentation.showReuseMessage !== false });
        if (end && presentation.close) {
            terminal.close();
        }
    }

    private remember(event: TaskExitedEvent): void {
        if (event.terminalId !== undefined) {
            this.ends.set(event.terminalId, event);
            [...this.ends.keys()].slice(0, -MAX_ENDS).forEach(id => this.ends.delete(id));
        }
    }
}
