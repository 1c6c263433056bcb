import { SessionHostHealth, SessionHostStart } from 'dispatch-extension/lib/kernel/common/process-contract';
import { SESSION_PROTOCOL_VERSION } from 'dispatch-extension/lib/session/common/session-protocol';
import { GatewayLog } from '../operations/log';
import { startDetached } from './detached-process';
import { ProgramSetting } from './ide-program';
import { SupervisedProgram } from './supervisor';
import { askOverUnixSocket, UnixRequest } from './unix-request';

/**
 * Room for new objects in each of its threads, in MiB; V8 has it twice. By default it grows to 64 on a machine with 24 GB, and
 * what garbage holds outside the heap (buffers, SQLite) grows with it and leaves holes in the heap of malloc that nothing gives
 * back: in 1,440 cycles of work it left 27 MiB more than before, with this 7 (F13 in docs/faults.md).
 */
const NEW_OBJECTS_MIB = 4;

/**
 * The session host as the supervisor sees it. It holds the running work, so it is never killed for being slow, and one of
 * another version that is found running is left running. One that was found is told where the meter is now,
 * and the limits.
 */
export function sessionHostProgram(
    setting: ProgramSetting<SessionHostStart>,
    log: GatewayLog
): SupervisedProgram<SessionHostHealth> {
    const { socketPath, secret } = setting;
    const ask = (request: Pick<UnixRequest, 'method' | 'path' | 'body'>, timeoutMs = 3_000): Promise<unknown> =>
        askOverUnixSocket({ socketPath, secret, timeoutMs, ...request });
    return {
        name: 'The session host',
        logFile: setting.logFile,
        probe: async limitMs => SessionHostHealth.parse(await ask({ method: 'GET', path: '/health' }, limitMs)),
        probeLimitMs: 3_000,
        start: () =>
            startDetached({
                ...setting,
                nodeOptions: [`--max-semi-space-size=${NEW_OBJECTS_MIB}`],
                start: setting.start()
            }),
        killLost: () => undefined,
        whenHealthy: (health, adopted) => {
            if (health.protocolVersion !== SESSION_PROTOCOL_VERSION) {
                log.warn('session-host.other-version', {
                    found: health.protocolVersion,
                    expected: SESSION_PROTOCOL_VERSION,
                    say: 'It goes on running. `npm run stop` ends it with its sessions; the next start brings the new one.'
                });
            }
            if (adopted) {
                const { meter, limits } = setting.start();
                ask({ method: 'POST', path: '/configure', body: { ...meter, limits } }).catch((error: unknown) =>
                    log.error('session-host.not-configured', { error })
                );
            }
        },
        givesUp: false,
        // what it leaves is ended by the next one, which knows whose it is
        endsWithItsGroup: false,
        probeEveryMs: 1_000,
        startLimitMs: 60_000,
        hungAfterMisses: Number.POSITIVE_INFINITY
    };
}

/** Which sessions run, see `RunningSessions`. Rejects when the session host does not answer. */
export function askRunningSessions(target: { socketPath: string; secret: string }): Promise<unknown> {
    return askOverUnixSocket({ ...target, method: 'GET', path: '/sessions', timeoutMs: 3_000 });
}
