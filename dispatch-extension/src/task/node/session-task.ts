import { Event } from '@theia/core/lib/common/event';
import { injectable } from '@theia/core/shared/inversify';
import { ProcessTaskInfo } from '@theia/task/lib/common/process/task-protocol';
import { ProcessTask } from '@theia/task/lib/node/process/process-task';
import { SessionTaskProcess } from './session-task-process';

/** A running task whose program is a session. */
@injectable()
export class SessionTask extends ProcessTask {
    /** Resolves after its end was told. Fails when the session host cannot be reached. */
    override async kill(): Promise<void> {
        if (!this.process.killed) {
            const closed = Event.toPromise(this.process.onClose);
            await this.taskProcess.end();
            await closed;
        }
    }

    /** With the id of the process in the system, as VS Code's plugins expect it, and the session's. */
    override getRuntimeInfo(): ProcessTaskInfo {
        const { pid, session } = this.taskProcess;
        return { ...super.getRuntimeInfo(), processId: pid, sessionId: session.id };
    }

    get taskProcess(): SessionTaskProcess {
        return this.process as SessionTaskProcess;
    }
}
