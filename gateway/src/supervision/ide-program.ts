import { IdeHealth, IdeStart } from 'dispatch-extension/lib/kernel/common/process-contract';
import { signalStartedEarlier, startDetached } from './detached-process';
import { SupervisedProgram } from './supervisor';
import { askOverUnixSocket } from './unix-request';

/** What starting a process of ours takes. */
export interface ProgramSetting<S> {
    entry: string;
    socketPath: string;
    secret: string;
    /** The start parameters, made anew for each start. */
    start(): S;
    environment: NodeJS.ProcessEnv;
    folder: string;
    logFile: string;
    pidFile: string;
}

/** Five misses of at most three seconds: a hung ide is gone after 15 seconds at the latest. */
const PROBE_LIMIT_MS = 3_000;
const MISSES_UNTIL_HUNG = 5;

/** The ide as the supervisor sees it. It holds nothing that must not be lost, so a hang ends it. */
export function ideProgram(setting: ProgramSetting<IdeStart>): SupervisedProgram<IdeHealth> {
    const { socketPath, secret } = setting;
    return {
        name: 'The IDE',
        logFile: setting.logFile,
        probe: async timeoutMs =>
            IdeHealth.parse(
                await askOverUnixSocket({
                    socketPath,
                    secret,
                    method: 'GET',
                    path: '/healthz',
                    timeoutMs
                })
            ),
        start: () => startDetached({ ...setting, start: setting.start() }),
        killLost: () => signalStartedEarlier(setting, 'SIGKILL'),
        probeLimitMs: PROBE_LIMIT_MS,
        givesUp: true,
        // its plugin host and language servers would run on, each time another one
        endsWithItsGroup: true,
        probeEveryMs: 2_000,
        startLimitMs: 60_000,
        hungAfterMisses: MISSES_UNTIL_HUNG
    };
}
