import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { CheckpointErrors } from '../common/checkpoint-errors';

/** How much git may say on its error output before the rest is thrown away, in characters. */
const MAX_COMPLAINT = 2_000;

/**
 * Git as the store uses it: on the store alone. It is never told of the person's files, repository or configuration, so
 * that nothing of theirs (hooks, filters, attributes, fsmonitor, aliases) can run or change a byte.
 */
const ENVIRONMENT = {
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0'
};

/** Runs git with low priority and gives out what it wrote. Fails with `checkpoint.no-git`, `checkpoint.store-failed`. */
export async function runGit(store: string, args: readonly string[], input?: Readable | string): Promise<Buffer> {
    const child = spawn('git', args, { cwd: store, env: environment(store), stdio: 'pipe' });
    const output: Buffer[] = [];
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on(
        'data',
        (chunk: Buffer) => (complaint = (complaint + chunk.toString('utf8')).slice(-MAX_COMPLAINT))
    );
    const ended = new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
    });
    lowerPriority(child.pid);
    const fed = pipeline(typeof input === 'object' ? input : Readable.from([input ?? '']), child.stdin).catch(
        (error: NodeJS.ErrnoException) => error
    );
    const code = await ended.catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? CheckpointErrors.noGit({}, error) : error;
    });
    const failure = await fed;
    if (failure instanceof DispatchError) {
        throw failure;
    }
    if (code !== 0 || (failure && failure.code !== 'EPIPE')) {
        const reason = complaint.trim() || failure?.message || `git ended with ${code}`;
        throw CheckpointErrors.storeFailed({ reason: reason.slice(0, 300) }, failure);
    }
    return Buffer.concat(output);
}

function environment(store: string): NodeJS.ProcessEnv {
    return { ...ENVIRONMENT, PATH: process.env['PATH'] ?? '/usr/bin:/bin', GIT_DIR: store };
}

/** It is not worth an error when it cannot be lowered: the process may have ended already. */
function lowerPriority(pid: number | undefined): void {
    try {
        if (pid !== undefined) {
            setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
        }
    } catch {
        // ended
    }
}
