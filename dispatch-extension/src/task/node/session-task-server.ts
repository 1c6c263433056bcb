import { inject, injectable } from '@theia/core/shared/inversify';
import { RunTaskOption, TaskConfiguration, TaskInfo, TaskOutputProcessedEvent } from '@theia/task/lib/common';
import { CustomTask } from '@theia/task/lib/node/custom/custom-task';
import { TaskServerImpl } from '@theia/task/lib/node/task-server';
import { ProblemMatch } from '@theia/task/lib/common/problem-matcher-protocol';
import { SessionInfo } from '../../session/common/session-protocol';
import { TaskRecord } from '../common/task-protocol';
import { TaskProblems } from '../domain/task-problems';
import { SessionTask } from './session-task';
import { TaskPlans } from './task-plans';

/** How long a page is kept waiting for the tasks of an earlier ide, in ms; the session host may be away. */
const PATIENCE_MS = 5_000;

/** Theia's task server, whose tasks outlive it: it goes on with those that an earlier ide has left. */
@injectable()
export class SessionTaskServer extends TaskServerImpl {
    @inject(TaskPlans)
    protected readonly plans!: TaskPlans;
    private readonly problems = new Map<
        number,
        { event: TaskOutputProcessedEvent; found: TaskProblems<ProblemMatch> }
    >();
    private adoption: Promise<void> = Promise.resolve();

    /** Until `adopted` is settled, tasks are neither listed nor run: the same one would be run twice. */
    awaitAdoption(adopted: Promise<void>): void {
        const enough = new Promise<void>(resolve => setTimeout(resolve, PATIENCE_MS).unref());
        this.adoption = Promise.race([adopted, enough]);
    }

    override async getTasks(context?: string): Promise<TaskInfo[]> {
        await this.adoption;
        return super.getTasks(context);
    }

    override async run(config: TaskConfiguration, context?: string, option?: RunTaskOption): Promise<TaskInfo> {
        await this.adoption;
        this.plans.set(config, { option });
        return this.runPlanned(config, context, option);
    }

    /** Goes on with a task that runs in a session: as if it were run now, with all of its output. */
    async adopt(running: SessionInfo, { config, context, customization }: TaskRecord): Promise<void> {
        const configuration = config as unknown as TaskConfiguration;
        const option = customization && ({ customization } as RunTaskOption);
        this.plans.set(configuration, { option, running });
        await this.runPlanned(configuration, context, option);
    }

    /** The problems that running tasks of this context have found since they last began anew. */
    problemsOf(context: string | undefined): TaskOutputProcessedEvent[] {
        return [...this.problems.values()]
            .filter(({ event, found }) => event.ctx === context && found.problems.length > 0)
            .map(({ event, found }) => ({ ...event, problems: [...found.problems] }));
    }

    /** Theia cannot end a plugin's own execution. Told that it is over, the page closes its pseudoterminal. */
    override async kill(id: number): Promise<void> {
        const task = this.taskManager.get(id);
        await (task instanceof CustomTask ? task.callbackTaskComplete(undefined) : super.kill(id));
    }

    private async runPlanned(config: TaskConfiguration, context?: string, option?: RunTaskOption): Promise<TaskInfo> {
        const info = await super.run(config, context, option);
        const task = this.taskManager.get(info.taskId);
        if (task instanceof SessionTask) {
            const matchers = option?.customization?.problemMatcher ?? [];
            task.taskProcess.begin(matchers.length > 0);
        }
        return info;
    }

    protected override disposeByTaskId(taskId: number): void {
        super.disposeByTaskId(taskId);
        this.problems.delete(taskId);
    }

    protected override fireTaskOutputProcessedEvent(event: TaskOutputProcessedEvent): void {
        const known = this.problems.get(event.taskId) ?? { event, found: new TaskProblems<ProblemMatch>() };
        this.problems.set(event.taskId, known);
        known.found.add(event.problems ?? []);
        super.fireTaskOutputProcessedEvent(event);
    }
}
