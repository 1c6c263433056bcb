import { findMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { measureProcesses } from 'dispatch-extension/lib/kernel/host/running-processes';
import { RpcService } from 'dispatch-extension/lib/kernel/common/rpc-contract';
import { sessionMark } from '../../runtime/host/runtime-api';
import { ClaudeErrors } from '../common/claude-errors';
import { ClaudeProcessesRpc } from '../common/claude-processes-protocol';

type Service = RpcService<typeof ClaudeProcessesRpc>;

/** The processes of one session: everything that carries its mark. */
export class ProcessesService implements Service {
    constructor(private readonly sessionId: string) {}

    listProcesses: Service['listProcesses'] = async () => ({ processes: await measureProcesses(await this.pids()) });

    endProcess: Service['endProcess'] = async ({ pid }) => {
        if (!(await this.pids()).includes(pid)) {
            throw ClaudeErrors.processNotFound();
        }
        try {
            process.kill(pid, 'SIGTERM');
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
                throw error;
            }
        }
        return {};
    };

    private pids(): Promise<number[]> {
        return findMarkedProcesses(sessionMark(this.sessionId));
    }
}
