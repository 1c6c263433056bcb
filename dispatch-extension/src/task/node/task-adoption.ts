import { ILogger } from '@theia/core/lib/common/logger';
import { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import { inject, injectable, named } from '@theia/core/shared/inversify';
import { SessionInfo } from '../../session/common/session-protocol';
import { taskLabelOf } from '../domain/task-runs';
import { SessionTaskServer } from './session-task-server';
import { TaskSessions } from './task-sessions';

/** At its start, the ide goes on with the tasks that an earlier one has left running. */
@injectable()
export class TaskAdoption implements BackendApplicationContribution {
    @inject(TaskSessions)
    protected readonly sessions!: TaskSessions;
    @inject(SessionTaskServer)
    protected readonly server!: SessionTaskServer;
    @inject(ILogger)
    @named('task')
    protected readonly logger!: ILogger;

    onStart(): void {
        this.sessions.link.connect();
        this.server.awaitAdoption(this.adoptAll());
    }

    onStop(): void {
        this.sessions.link.dispose();
    }

    private async adoptAll(): Promise<void> {
        try {
            for (const session of await this.sessions.running()) {
                await this.adopt(session).catch(error =>
                    this.logger.error(`a running task could not be taken over: ${session.id}`, error)
                );
            }
        } catch (error) {
            void this.logger.error('running tasks could not be found', error);
        }
    }

    private async adopt(session: SessionInfo): Promise<void> {
        const record = await this.sessions.recordOf(session.id);
        if (record) {
            await this.server.adopt(session, record);
        } else {
            void this.logger.warn(
                `nothing is known of the task ${taskLabelOf(session)}; it is shown as a session only`
            );
        }
    }
}
