import { setTimeout as delay } from 'node:timers/promises';
import { SessionHostHealth } from 'dispatch-extension/lib/kernel/common/process-contract';
import { signalProcess } from './detached-process';
import { askOverUnixSocket, meansNobodyListens } from './unix-request';

/** Where a process of ours listens, and the secret it asks for. */
export interface UnixTarget {
    socketPath: string;
    secret: string;
}

/**
 * Asks the session host to end its sessions and itself, and waits for it; kills it when it takes longer than `graceMs`.
 * False when none was running.
 */
export async function stopSessionHost(target: UnixTarget, graceMs: number): Promise<boolean> {
    const health = await findSessionHost(target);
    if (!health) {
        return false;
    }
    await askOverUnixSocket({ ...target, method: 'POST', path: '/stop', timeoutMs: 5_000 }).catch(() =>
        signalProcess(health.pid, 'SIGTERM')
    );
    const until = performance.now() + graceMs;
    while (performance.now() < until && signalProcess(health.pid, 0)) {
        await delay(50);
    }
    signalProcess(-health.pid, 'SIGKILL');
    return true;
}

async function findSessionHost(target: UnixTarget): Promise<SessionHostHealth | undefined> {
    try {
        const health = await askOverUnixSocket({ ...target, method: 'GET', path: '/health', timeoutMs: 5_000 });
        return SessionHostHealth.parse(health);
    } catch (error) {
        if (meansNobodyListens(error)) {
            return undefined;
        }
        throw error;
    }
}
