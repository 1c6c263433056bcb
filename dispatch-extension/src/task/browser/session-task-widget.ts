import { codicon } from '@theia/core/lib/browser';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TaskService } from '@theia/task/lib/browser';
import { PanelKind, TaskConfiguration, TaskInfo } from '@theia/task/lib/common';
import { TerminalExitReason } from '@theia/terminal/lib/common/base-terminal-protocol';
import { SessionId } from '../../kernel/common/ids';
import { ExitInfo } from '../../session/common/stream-frames';
import { DispatchTerminalWidget, StoredTerminal } from '../../terminal/browser/dispatch-terminal-widget';
import { isReply } from '../../terminal/domain/terminal-replies';
import { exitInWords } from '../../terminal/browser/sessions/terminal-words';
import { TaskSession } from '../common/task-protocol';
import { taskTerminalId } from '../domain/task-terminal-id';

/** Gives Theia's task service when it is there: it needs terminals, and a terminal of a task needs it only later. */
export const TaskServiceProvider = Symbol('TaskServiceProvider');
export type TaskServiceProvider = () => TaskService;

/** Puts an earlier program's modes back (alternate screen, mouse, bracketed paste), and leaves its text above. */
const NEXT_RUN = '\x1b[?1049l\x1b[?1000;1002;1003;1004;1006;2004l\x1b[!p\r\n';

interface StoredTask extends StoredTerminal {
    taskConfig?: TaskConfiguration;
}

/**
 * The terminal of tasks: shows the session of one run after the other, or a plugin's own execution, and says how each
 * has ended. The members without a word of their own are those by which Theia's task code knows such a terminal.
 */
@injectable()
export class SessionTaskWidget extends DispatchTerminalWidget {
    @inject(TaskServiceProvider)
    protected readonly taskService!: TaskServiceProvider;

    override get kind(): 'task' {
        return 'task';
    }

    dedicated?: boolean;
    taskId?: number;
    taskConfig?: TaskConfiguration;
    busy?: boolean;

    private next: TaskInfo | undefined;
    private ofPlugin = false;
    private ended: ExitInfo | undefined;
    private reuseMessage = true;

    protected override get isPseudo(): boolean {
        return this.ofPlugin;
    }

    protected override init(): void {
        super.init();
        this.title.iconClass = codicon('tools');
    }

    /** This task is to be shown here; `start` follows. */
    expect(task: TaskInfo): void {
        this.next = task;
        // at once, so that no other task takes the same terminal meanwhile
        this.busy = true;
    }

    override async start(terminalId?: number): Promise<number> {
        const task = this.next;
        this.next = undefined;
        if (task && terminalId !== undefined) {
            this.showRun(task, terminalId);
        }
        return super.start();
    }

    private showRun(task: TaskInfo, terminalId: number): void {
        if (this.session || this.ended) {
            this.letGo();
            this.ended = undefined;
            this.write(NEXT_RUN);
        }
        this.handle = terminalId;
        this.taskConfig = task.config;
        this.ofPlugin = task.config.executionType === 'customExecution';
        if (!this.ofPlugin) {
            this.attachSession(TaskSession.parse(task).sessionId, 0);
        }
    }

    /** The task is over, as the ide says: this terminal is free for the next. */
    finished({ exitCode, reuseMessage }: { exitCode: number | undefined; reuseMessage: boolean }): void {
        this.busy = false;
        this.reuseMessage = reuseMessage;
        if (this.ofPlugin && !this.ended) {
            // a plugin's execution ends when its plugin or the person says so; it is told to let go
            this.tellClosed({ code: exitCode, reason: TerminalExitReason.Process });
            this.exited({ exitCode: exitCode ?? 0, reason: '', atMs: Date.now() });
        } else if (this.ended) {
            this.showEnd(this.ended);
        }
    }

    /** Only a person renames; Theia's words for the next run are those of its session. */
    override setTitle(title: string): void {
        if (this.next) {
            this.userTitle = undefined;
        } else {
            super.setTitle(title);
        }
    }

    /** What another run has printed before stays with that run; it is taken from this screen alone. */
    override clearOutput(): void {
        if (this.next) {
            this.screen.clear();
        } else {
            super.clearOutput();
        }
    }

    override storeState(): StoredTask {
        return { ...super.storeState(), taskConfig: this.ofPlugin ? undefined : this.taskConfig };
    }

    override restoreState(state: StoredTask): void {
        this.taskConfig = state.taskConfig;
        super.restoreState(state);
    }

    protected override attachSession(sessionId: SessionId, from?: number): void {
        this.handle = taskTerminalId(sessionId);
        super.attachSession(sessionId, from);
    }

    protected override exited(exit: ExitInfo): void {
        this.ended = exit;
        this.exitStatus = { code: exit.exitCode, reason: TerminalExitReason.Process };
        this.showEnd(exit);
    }

    protected override typed(data: string): void {
        if (this.ended && !this.busy && !isReply(data)) {
            this.close();
        } else {
            super.typed(data);
        }
    }

    protected override againAction(): { label: string; run(): void } {
        const { taskConfig, ofPlugin } = this;
        return taskConfig && !ofPlugin
            ? {
                  label: nls.localize('dispatch/task/again', 'Run Again'),
                  run: () => void this.taskService().runTask(taskConfig)
              }
            : super.againAction();
    }

    private showEnd(exit: ExitInfo): void {
        const how = exitInWords(exit);
        this.showExit(exit, this.busy ? how : `${how} · ${this.hint()}`);
    }

    /** VS Code's words. */
    private hint(): string {
        const reused = this.taskConfig?.presentation?.panel !== PanelKind.New && this.reuseMessage;
        return reused
            ? nls.localizeByDefault('Terminal will be reused by tasks, press any key to close it.')
            : nls.localizeByDefault('Press any key to close the terminal.');
    }
}
