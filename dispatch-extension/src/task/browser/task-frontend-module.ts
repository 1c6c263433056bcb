import {
    FrontendApplicationContribution,
    RemoteConnectionProvider,
    ServiceConnectionProvider
} from '@theia/core/lib/browser';
import { ContainerModule } from '@theia/core/shared/inversify';
import { TaskService } from '@theia/task/lib/browser';
import { TaskTerminalWidgetManager } from '@theia/task/lib/browser/task-terminal-widget-manager';
import { TerminalWidget, TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { TASK_PROBLEMS_PATH } from '../common/task-protocol';
import { SessionTaskTerminals } from './session-task-terminals';
import { SessionTaskWidget, TaskServiceProvider } from './session-task-widget';
import { TaskProblemsRestorer, TaskProblemsService } from './task-problems-restorer';

export default new ContainerModule((bind, _unbind, _isBound, rebind) => {
    // one per page
    rebind(TaskTerminalWidgetManager).to(SessionTaskTerminals).inSingletonScope();
    bind(TaskServiceProvider).toFactory(
        ({ container }) =>
            () =>
                container.get(TaskService)
    );
    bind(TaskProblemsRestorer).toSelf().inSingletonScope();
    bind(FrontendApplicationContribution).toService(TaskProblemsRestorer);
    bind(TaskProblemsService)
        .toDynamicValue(({ container }) =>
            container
                .get<ServiceConnectionProvider>(RemoteConnectionProvider)
                .createProxy<TaskProblemsService>(TASK_PROBLEMS_PATH)
        )
        .inSingletonScope();

    // one per terminal; the options are bound in a container of its own
    bind(SessionTaskWidget).toSelf().inTransientScope();
    rebind(TerminalWidget)
        .toDynamicValue(({ container }) => {
            const { kind } = container.get<TerminalWidgetOptions>(TerminalWidgetOptions);
            return container.get<TerminalWidget>(kind === 'task' ? SessionTaskWidget : DispatchTerminalWidget);
        })
        .inTransientScope();
});
