import { injectable } from '@theia/core/shared/inversify';
import { RunTaskOption, TaskConfiguration } from '@theia/task/lib/common';
import { SessionInfo } from '../../session/common/session-protocol';

/** What Theia's task runners are not told of a task that they are to run. */
export interface TaskPlan {
    option?: RunTaskOption;
    /** The session in which it runs already. */
    running?: SessionInfo;
}

/** Carries plans from the task server past Theia's own code to the runner, by the object of the configuration. */
@injectable()
export class TaskPlans {
    private readonly plans = new WeakMap<TaskConfiguration, TaskPlan>();

    set(config: TaskConfiguration, plan: TaskPlan): void {
        this.plans.set(config, plan);
    }

    of(config: TaskConfiguration): TaskPlan {
        return this.plans.get(config) ?? {};
    }
}
