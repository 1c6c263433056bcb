import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SESSION_MARK } from './process-environment';

/** How long processes have between the friendly and the hard signal, in ms. */
const GRACE_MS = 1_500;
const POLL_MS = 50;

/**
 * Ends every process that bears the mark of the session, wherever it stands in the tree of processes: first SIGTERM,
 * then SIGKILL. Resolves when they are gone. Only where there is a `/proc`; elsewhere it does nothing.
 */
export async function endSessionProcesses(sessionId: string): Promise<void> {
    const marked = (): Promise<number[]> => markedProcesses(`${SESSION_MARK}=${sessionId}`);
    signalAll(await marked(), 'SIGTERM');
    for (let waitedMs = 0; waitedMs < GRACE_MS; waitedMs += POLL_MS) {
        if ((await marked()).length === 0) {
            return;
        }
        await sleep(POLL_MS);
    }
    for (let round = 0; round < 10; round++) {
        const left = await marked();
        if (left.length === 0) {
            return;
        }
        signalAll(left, 'SIGKILL');
        await sleep(POLL_MS);
    }
}

/** Ends a process that leads its own group, and the group with it. Not an error when it is gone. */
export function killGroup(leader: number, signal: NodeJS.Signals): void {
    signalAll([-leader], signal);
}

/** The ids of all processes whose environment holds `assignment`, this one excepted. */
export async function markedProcesses(assignment: string): Promise<number[]> {
    const entries = await readdir('/proc').catch(() => []);
    const ids = entries.map(Number).filter(id => Number.isInteger(id) && id !== process.pid);
    const checked = await Promise.all(ids.map(async id => ((await holds(id, assignment)) ? [id] : [])));
    return checked.flat();
}

async function holds(id: number, assignment: string): Promise<boolean> {
    try {
        return (await readFile(`/proc/${id}/environ`, 'utf8')).split('\0').includes(assignment);
    } catch {
        return false; // it is gone, or somebody else's
    }
}

function signalAll(ids: readonly number[], signal: NodeJS.Signals): void {
    for (const id of ids) {
        try {
            process.kill(id, signal);
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
                throw error;
            }
        }
    }
}
