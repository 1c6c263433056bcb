import { ConnectionHandler, RpcConnectionHandler } from '@theia/core/lib/common/messaging';
import { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TaskServer } from '@theia/task/lib/common';
import { ProcessTask } from '@theia/task/lib/node/process/process-task';
import { ProcessTaskRunner } from '@theia/task/lib/node/process/process-task-runner';
import { ideStart } from '../../theia-overrides/node/ide-start';
import { TASK_PROBLEMS_PATH } from '../common/task-protocol';
import { SessionTask } from './session-task';
import { SessionTaskRunner } from './session-task-runner';
import { SessionTaskServer } from './session-task-server';
import { TaskAdoption } from './task-adoption';
import { TaskPlans } from './task-plans';
import { TaskSessions } from './task-sessions';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // one per application
    bind(TaskSessions)
        .toDynamicValue(() => new TaskSessions(ideStart().sessionHost))
        .inSingletonScope();
    bind(TaskPlans).toSelf().inSingletonScope();
    bind(SessionTaskServer).toSelf().inSingletonScope();
    rebind(TaskServer).toService(SessionTaskServer);
    rebind(ProcessTaskRunner).to(SessionTaskRunner).inSingletonScope();
    bind(TaskAdoption).toSelf().inSingletonScope();
    bind(BackendApplicationContribution).toService(TaskAdoption);
    bind(ConnectionHandler)
        .toDynamicValue(({ container }) => {
            const server = container.get(SessionTaskServer);
            return new RpcConnectionHandler(TASK_PROBLEMS_PATH, () => ({
                problemsOf: (context: string | undefined) => server.problemsOf(context)
            }));
        })
        .inSingletonScope();

    // one per task
    rebind(ProcessTask).to(SessionTask).inTransientScope();
});
