import * as fs from 'node:fs';
import * as tty from 'node:tty';
import { inspect } from 'node:util';
import * as nodePty from 'node-pty';
import { listOpenFiles } from '../../../kernel/host/inherited-files';
import { openFilePath } from '../../../kernel/host/open-file-path';
import { PtyStart } from './pty-process';

/** The number of the open file, and of the process. */
interface MadePty {
    readonly fd: number;
    readonly pid: number;
}

/** What node-pty 1.2.0-beta.12 has on Unix beside its declared interface: its part in C++, from which its classes are made. */
interface NativeModule {
    /** What it made ({@link MadePty}), most times. */
    fork(
        file: string,
        args: readonly string[],
        environment: readonly string[],
        folder: string,
        columns: number,
        rows: number,
        userId: number,
        groupId: number,
        /** Of the line discipline: erasing works on whole characters. */
        utf8: boolean,
        /** Of macOS. */
        helperPath: string,
        onExit: (exitCode: number, signal: number) => void
    ): unknown;
    resize(fd: number, columns: number, rows: number, widthPixels: number, heightPixels: number): void;
}

const { native } = nodePty as unknown as { readonly native: NativeModule };
/** The user and group of this process. */
const UNCHANGED = -1;
/** No process of Linux has this number (`PID_MAX_LIMIT`). */
const NO_PROCESS = 4_194_304;
/** The terminals of this process, by their files. */
const openStreams = new Map<number, tty.ReadStream>();

/** A program on a pseudo terminal, and this side of it. */
export interface NativePty extends MadePty {
    /** Owns `fd`. */
    readonly stream: tty.ReadStream;
    /** What node-pty told instead of what it had made, for the log. */
    readonly mistold?: string;
}

/**
 * Starts a program on a pseudo terminal. Throws what the system or node-pty says; then no terminal is left open. `onExit`:
 * once, when the program has ended, whatever is still to be read; never before this returns. `signal` is 0 where none ended
 * it. To be called on the main thread, as all is that opens terminals or starts programs.
 */
export function startNativePty(
    { file, args, folder, env, grid }: PtyStart,
    onExit: (exitCode: number, signal: number) => void
): NativePty {
    const variables = { TERM: 'xterm-256color', ...env, PWD: folder };
    const environment = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    let isThere = false;
    // what is thrown within the call of a native module is lost
    const told = (exitCode: number, signal: number): unknown =>
        process.nextTick(() => isThere && onExit(exitCode, signal));
    const { columns, rows } = grid;
    const before = listChildren();
    const made = withoutHoles(() =>
        native.fork(file, args, environment, folder, columns, rows, UNCHANGED, UNCHANGED, true, '', told)
    );
    const found = isMade(made) ? made : { ...findMade(before), mistold: inspect(made) };
    const stream = openStream(found);
    isThere = true;
    return { ...found, stream };
}

export function resizeNativePty({ fd }: NativePty, columns: number, rows: number): void {
    native.resize(fd, columns, rows, 0, 0);
}

/**
 * In the child, node-pty closes open files up to the first number above 15 that is free (`pty_close_inherited_fds`), and
 * opens terminals so that children inherit them. A shell that holds another terminal open keeps that one from ending,
 * and could read it. So every free number is taken while it starts. May go when node-pty closes all.
 */
function withoutHoles<T>(start: () => T): T {
    const highest = Math.max(...listOpenFiles());
    const fillers = [fs.openSync('/dev/null', 'r')];
    try {
        while (fillers[fillers.length - 1] < highest) {
            fillers.push(fs.openSync('/dev/null', 'r'));
        }
        return start();
    } finally {
        fillers.forEach(fd => fs.closeSync(fd));
    }
}

/**
 * node-pty gives back an object of a scope that it has closed already (microsoft/node-pty#732). Now and then, on a busy
 * machine, that was the number 0.
 */
function isMade(made: unknown): made is MadePty {
    const { fd, pid } = (made ?? {}) as Partial<MadePty>;
    return Number.isInteger(pid) && Number(pid) > 1 && Number.isInteger(fd) && isNewTerminal(Number(fd));
}

/** What was made, as the system tells it. `before`: the children of this thread before. */
function findMade(before: readonly number[] | undefined): MadePty {
    const fd = listOpenFiles().find(isNewTerminal);
    const after = listChildren();
    if (fd !== undefined && before && after) {
        // who is not there any more has ended, which is told as the end of every program is
        return { fd, pid: after.find(child => !before.includes(child)) ?? NO_PROCESS };
    }
    if (fd !== undefined) {
        fs.closeSync(fd);
    }
    throw new Error('node-pty did not tell what it has made, and the system does not either');
}

/** Terminals are opened and closed on this thread only: what is open and not known is the one that was just made. */
function isNewTerminal(fd: number): boolean {
    return (openStreams.get(fd)?.destroyed ?? true) && isTerminal(fd);
}

function isTerminal(fd: number): boolean {
    return targetOf(fd).endsWith('/ptmx');
}

/** The programs that this thread has started and that nobody has waited for yet. Undefined where the system does not tell. */
function listChildren(): number[] | undefined {
    try {
        return fs.readFileSync('/proc/thread-self/children', 'utf8').split(' ').filter(Boolean).map(Number);
    } catch {
        return undefined;
    }
}

function openStream({ fd, pid }: MadePty): tty.ReadStream {
    try {
        const stream = new tty.ReadStream(fd);
        openStreams.set(fd, stream);
        stream.once('close', () => openStreams.get(fd) === stream && openStreams.delete(fd));
        return stream;
    } catch (error) {
        const target = targetOf(fd);
        if (isTerminal(fd)) {
            fs.closeSync(fd);
        }
        endProgram(pid);
        throw new Error(`its terminal, ${target}, cannot be read (${(error as Error).message})`, { cause: error });
    }
}

function endProgram(pid: number): void {
    try {
        process.kill(pid, 'SIGKILL');
    } catch (error) {
        // ESRCH: it has ended already. EPERM: it has become somebody else's (sudo), and has lost its terminal.
        if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) {
            throw error;
        }
    }
}

/** What a number of an open file stands for, for people. */
function targetOf(fd: number): string {
    try {
        return fs.readlinkSync(openFilePath({ fd }));
    } catch (error) {
        return `${fd} (${(error as NodeJS.ErrnoException).code})`;
    }
}
