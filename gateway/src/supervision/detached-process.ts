import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';

/** A program to be started so that it outlives us. */
export interface DetachedProgram {
    /** The script that Node runs. */
    entry: string;
    /** Options of Node and V8 for it. They are its alone: what it starts does not inherit them, as it would by `NODE_OPTIONS`. */
    nodeOptions?: readonly string[];
    /** Parameters, written as one line of JSON to standard input; they hold secrets, so they are in no argument. */
    start: unknown;
    environment: NodeJS.ProcessEnv;
    folder: string;
    /** Standard output and error are added to this file. */
    logFile: string;
    /** Its process id is written here. */
    pidFile: string;
}

/**
 * Starts a program in a session and process group of its own, with its output in a file, so that our end, however it comes,
 * does not touch it. The caller may listen to `exit` as long as it lives itself.
 */
export function startDetached(program: DetachedProgram): ChildProcess {
    const { entry, nodeOptions = [], start, environment, folder, logFile, pidFile } = program;
    const log = openSync(logFile, 'a', 0o600);
    try {
        const child = spawn(process.execPath, [...nodeOptions, entry], {
            detached: true,
            stdio: ['pipe', log, log],
            env: environment,
            cwd: folder
        });
        // a program that dies at once breaks the pipe; its exit is what counts
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(`${JSON.stringify(start)}\n`);
        child.unref();
        writeFileSync(pidFile, `${child.pid ?? ''}\n`, { mode: 0o600 });
        return child;
    } finally {
        closeSync(log);
    }
}

/** Sends a signal to a process, or to its whole group by a negative id. False when there is none such. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
    try {
        process.kill(pid, signal);
        return true;
    } catch {
        return false;
    }
}

/** What tells a program that was started earlier. */
export type StartedProgram = Pick<DetachedProgram, 'pidFile' | 'entry'>;

/**
 * Sends a signal to the process group of a program that was started earlier, if the process of that id still runs that very
 * program. False when there is none such.
 */
export function signalStartedEarlier({ pidFile, entry }: StartedProgram, signal: NodeJS.Signals | 0): boolean {
    try {
        const pid = Number(readFileSync(pidFile, 'utf8'));
        if (pid > 1 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(entry)) {
            return signalProcess(-pid, signal);
        }
    } catch {
        // no such file or process
    }
    return false;
}
