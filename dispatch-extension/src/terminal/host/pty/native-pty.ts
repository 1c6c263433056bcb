import * as fs from 'node:fs';
import * as tty from 'node:tty';
import * as nodePty from 'node-pty';
import { listOpenFiles } from '../../../kernel/host/inherited-files';
import { PtyStart } from './pty-process';

/** The number of the open file, and of the process. */
interface MadePty {
    readonly fd: number;
    readonly pid: number;
}

/** What node-pty 1.2.0-beta.12 has on Unix beside its declared interface: its part in C++, from which its classes are made. */
interface NativeModule {
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
    ): MadePty;
    resize(fd: number, columns: number, rows: number, widthPixels: number, heightPixels: number): void;
}

const { native } = nodePty as unknown as { readonly native: NativeModule };
/** The user and group of this process. */
const UNCHANGED = -1;
/** How long a new process may take to be in its terminal, in ms. */
const FOUND_MS = 1_000;
/** Of the terminals that programs are in, for the system (`UNIX98_PTY_SLAVE_MAJOR` of Linux). */
const TERMINAL_MAJOR = 136;

/** A program on a pseudo terminal, and this side of it. */
export interface NativePty extends MadePty {
    /** Owns `fd`. */
    readonly stream: tty.ReadStream;
}

/**
 * Starts a program on a pseudo terminal. Throws what the system says; then nothing is left of it. `onExit`: once, when the
 * program has ended, whatever is still to be read; never before this returns. `signal` is 0 where none ended it.
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
    const { fd, pid } = withoutHoles(last => {
        const made = native.fork(file, args, environment, folder, columns, rows, UNCHANGED, UNCHANGED, true, '', told);
        return isMade(made, last) ? made : findMade(last);
    });
    const stream = openStream(fd, pid);
    isThere = true;
    return { fd, pid, stream };
}

export function resizeNativePty({ fd }: NativePty, columns: number, rows: number): void {
    native.resize(fd, columns, rows, 0, 0);
}

/**
 * In the child, node-pty closes open files up to the first number above 15 that is free (`pty_close_inherited_fds`), and
 * opens terminals so that children inherit them. A shell that holds another terminal open keeps that one from ending,
 * and could read it. So every free number is taken while it starts, up to the one that `start` is given. May go when node-pty closes all.
 */
function withoutHoles<T>(start: (last: number) => T): T {
    const highest = Math.max(...listOpenFiles());
    const fillers = [fs.openSync('/dev/null', 'r')];
    try {
        while (fillers[fillers.length - 1] < highest) {
            fillers.push(fs.openSync('/dev/null', 'r'));
        }
        return start(fillers[fillers.length - 1]);
    } finally {
        fillers.forEach(fd => fs.closeSync(fd));
    }
}

/**
 * node-pty gives back an object of a scope that it has closed already (microsoft/node-pty#732), so that once in some hundred
 * starts it is something else.
 */
function isMade(told: Partial<MadePty> | undefined, last: number): boolean {
    return Number.isInteger(told?.pid) && Number.isInteger(told?.fd) && Number(told?.fd) > last;
}

/** What was made, as the system tells it. */
function findMade(last: number): MadePty {
    const fd = listOpenFiles().find(file => file > last && isTerminal(file));
    if (fd === undefined) {
        throw new Error('node-pty told of no terminal');
    }
    for (const endMs = performance.now() + FOUND_MS; performance.now() < endMs;) {
        const pid = childIn(fd);
        if (pid !== undefined) {
            return { fd, pid };
        }
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
    // which ends the program, if it is there
    fs.closeSync(fd);
    throw new Error('node-pty told of no program, and none is in its terminal');
}

function isTerminal(fd: number): boolean {
    return targetOf(fd).endsWith('/ptmx');
}

/** The child of this process that has the terminal. */
function childIn(fd: number): number | undefined {
    const index = Number(/^tty-index:\s*(\d+)$/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1]);
    // as `new_encode_dev` of Linux puts the two together
    const device = ((index & ~0xff) << 12) | (TERMINAL_MAJOR << 8) | (index & 0xff);
    const children = fs
        .readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .filter(Boolean);
    return children.map(Number).find(pid => terminalOf(pid) === device);
}

/** The number of the device; 0 for none. */
function terminalOf(pid: number): number {
    try {
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        // the name in brackets may itself hold brackets and spaces
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[4]);
    } catch {
        // gone meanwhile
        return 0;
    }
}

function openStream(fd: number, pid: number): tty.ReadStream {
    try {
        return new tty.ReadStream(fd);
    } catch (error) {
        endProgram(pid);
        const target = targetOf(fd);
        if (isTerminal(fd)) {
            fs.closeSync(fd);
        }
        throw new Error(`its terminal, ${target}, cannot be read (${(error as Error).message})`, { cause: error });
    }
}

function endProgram(pid: number): void {
    try {
        process.kill(pid, 'SIGKILL');
    } catch (error) {
        // it has ended already
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
            throw error;
        }
    }
}

/** What a number of an open file stands for, for people. */
function targetOf(fd: number): string {
    try {
        return fs.readlinkSync(`/proc/self/fd/${fd}`);
    } catch (error) {
        return `${fd} (${(error as NodeJS.ErrnoException).code})`;
    }
}
