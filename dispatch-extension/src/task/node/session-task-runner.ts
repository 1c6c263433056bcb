import { isAbsolute, resolve } from 'node:path';
import { deepClone } from '@theia/core/lib/common/objects';
import { nls } from '@theia/core/lib/common/nls';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalProcessOptions } from '@theia/process/lib/node/terminal-process';
import { TaskConfiguration, TaskOutputPresentation } from '@theia/task/lib/common';
import { ProcessTaskConfiguration, ProcessType } from '@theia/task/lib/common/process/task-protocol';
import { ProcessTaskRunner } from '@theia/task/lib/node/process/process-task-runner';
import { Task } from '@theia/task/lib/node/task';
import { TaskErrors } from '../common/task-errors';
import { SessionTaskProcess } from './session-task-process';
import { TaskPlans } from './task-plans';
import { TaskSessions, TaskStart } from './task-sessions';

const MAX_COMMAND_SHOWN = 4_096;

/** Runs shell and process tasks as sessions. What is run, and with which quotes, is Theia's. */
@injectable()
export class SessionTaskRunner extends ProcessTaskRunner {
    @inject(TaskSessions)
    protected readonly sessions!: TaskSessions;
    @inject(TaskPlans)
    protected readonly plans!: TaskPlans;

    /** Fails with a `DispatchError`, like `terminal.shell-missing`, before anything runs. */
    override async run(config: TaskConfiguration, context?: string): Promise<Task> {
        if (!config['command']) {
            throw TaskErrors.noCommand({ label: config.label });
        }
        // Theia writes the whole environment into what it resolves
        const resolved = this.getResolvedCommand(deepClone(config));
        const processType = (config.executionType ?? config.type) as ProcessType;
        const command = this.getCommand(processType, resolved);
        const session =
            this.plans.of(config).running ??
            (await this.sessions.start(this.startOf(config, { resolved, command, context })));
        return this.taskFactory({
            label: config.label,
            process: new SessionTaskProcess(session, this.sessions, this.logger),
            processType,
            context,
            config,
            command
        });
    }

    private startOf(
        config: TaskConfiguration,
        { resolved, command, context }: { resolved: TerminalProcessOptions; command?: string; context?: string }
    ): TaskStart {
        const { env = {}, cwd } = this.getOsSpecificCommand(deepClone(config)).options;
        const folder = this.folderOf(cwd ?? (config as ProcessTaskConfiguration).options?.cwd);
        const { customization } = this.plans.of(config).option ?? {};
        return {
            title: nls.localizeByDefault('Task: {0}', config.label),
            folder,
            program: {
                shell: programOf(resolved.command, folder),
                args: resolved.args,
                env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? null])),
                preface: command && echoOf(config, command)
            },
            record: { label: config.label, command, context, config: { ...config }, customization }
        };
    }

    private folderOf(cwd: string | undefined): string | undefined {
        return cwd ? this.asFsPath(cwd) : undefined;
    }
}

/** A program of the folder, like `./build.sh`, is found there; a plain name on the PATH, by the session host. */
function programOf(command: string | undefined, folder: string | undefined): string | undefined {
    return command?.includes('/') && !isAbsolute(command) && folder ? resolve(folder, command) : command;
}

/** The line above the output of a task that says what runs; empty where its presentation does not want it. */
function echoOf(config: TaskConfiguration, command: string): string {
    if (!TaskOutputPresentation.fromJson(config).echo) {
        return '';
    }
    const shown = command.slice(0, MAX_COMMAND_SHOWN).replace(/\r?\n/g, '\r\n').replaceAll('\x1b', '^[');
    return `\x1b[1m> ${nls.localizeByDefault('Executing task: {0}', shown)} <\x1b[0m\r\n\r\n`;
}
