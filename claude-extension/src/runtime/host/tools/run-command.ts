import { spawn } from 'node:child_process';
import { signalGroup } from 'dispatch-extension/lib/kernel/host/process-tree';
import { Confinement } from '../../../sandbox/host/sandbox-api';
import { HeadTailBuffer } from '../../domain/head-tail-buffer';

/** Half of what is kept of an output, in bytes: the beginning and the end. */
const KEPT_BYTES = 30 * 1024;
/** How long a group has between SIGTERM and SIGKILL, in ms. */
const GRACE_MS = 1_000;

export interface Command {
    file: string;
    args: readonly string[];
    cwd: string;
    environment: Record<string, string>;
    confinement: Confinement;
    timeoutMs: number;
    signal: AbortSignal;
}

export interface CommandResult {
    /** Both streams as they came, cut in the middle when long. */
    output: string;
    /** Absent when it was ended by a signal. */
    exitCode?: number;
    stoppedBy?: 'time-out' | 'person';
}

/**
 * Runs a command in a process group of its own. When its time is up, or the signal is aborted, the whole group is ended.
 * A child that stays behind with the output open holds nothing up. Errors: what `spawn` says when it cannot start.
 */
export function runCommand(command: Command): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
        const output = new HeadTailBuffer(KEPT_BYTES);
        const { file, args } = command.confinement.command(command.file, command.args);
        const child = spawn(file, args, {
            cwd: command.cwd,
            env: { ...command.environment, ...command.confinement.environment },
            detached: true,
            stdio: ['ignore', 'pipe', 'pipe']
        });
        let stoppedBy: CommandResult['stoppedBy'];
        let killTimer: NodeJS.Timeout | undefined;
        const stop = (by: 'time-out' | 'person'): void => {
            const leader = child.pid;
            if (leader !== undefined && stoppedBy === undefined) {
                stoppedBy = by;
                signalGroup(leader, 'SIGTERM');
                killTimer = setTimeout(() => signalGroup(leader, 'SIGKILL'), GRACE_MS);
            }
        };
        const stopByPerson = (): void => stop('person');
        const timer = setTimeout(() => stop('time-out'), command.timeoutMs);
        const release = (): void => {
            clearTimeout(timer);
            command.signal.removeEventListener('abort', stopByPerson);
        };
        child.stdout.on('data', (bytes: Buffer) => output.add(bytes));
        child.stderr.on('data', (bytes: Buffer) => output.add(bytes));
        child.once('error', error => {
            release();
            reject(error);
        });
        child.once('exit', code => {
            release();
            // what is in the pipes comes first; a background child that keeps them open is not waited for
            const settle = setTimeout(finish, 200);
            child.once('close', () => {
                clearTimeout(settle);
                finish();
            });
            function finish(): void {
                clearTimeout(killTimer);
                if (stoppedBy && child.pid !== undefined) {
                    signalGroup(child.pid, 'SIGKILL');
                }
                child.stdout.destroy();
                child.stderr.destroy();
                resolve({ output: output.toString(), exitCode: code ?? undefined, stoppedBy });
            }
        });
        command.signal.addEventListener('abort', stopByPerson, { once: true });
        if (command.signal.aborted) {
            stopByPerson();
        }
    });
}
