import * as fs from 'node:fs';
import { constants } from 'node:os';
import { ReadStream } from 'node:tty';
import { spawn } from 'node-pty';
import { listOpenFiles } from '../../../kernel/host/inherited-files';
import { Grid } from '../../../session/common/stream-frames';
import { FloodPace } from './flood-pace';
import { PtyExit, PtyListener, PtyProcess, PtyStart } from './pty-process';
import { PtyWriter } from './pty-writer';
import { ReadBuffer } from './read-buffer';
import { ReadTurn } from './read-turn';

/**
 * What node-pty 1.2.0-beta.12 has on Unix beside its declared interface. `fd` and its events are
 * public in its code; `_socket` is not, and is used for two things: see {@link takeBytes} and {@link drainBeforeClose}.
 */
interface UnixPty {
    readonly pid: number;
    readonly fd: number;
    readonly _socket: ReadStream;
    resize(columns: number, rows: number): void;
    on(event: 'exit', listener: (exitCode: number, signal: number) => void): void;
}

/** What is read at most after the end, from a terminal that others still write to. In bytes. */
const MAX_DRAIN_BYTES = 4 * 1024 * 1024;

/**
 * The kernel gives 4,095 bytes of a terminal at a time, and libuv reads once per turn of the event loop. A read of this
 * many bytes means that more is there already; then so much more is read in the same turn, while there is time. In bytes.
 */
const FULL_READ_BYTES = 2_048;
const READ_ON_BYTES = 64 * 1024;
const buffer = new ReadBuffer();
const turn = new ReadTurn();
const pace = new FloodPace();

/** A process on a pseudo terminal, by node-pty. The only place that knows node-pty. */
export class NodePtyProcess implements PtyProcess {
    readonly pid: number;
    private readonly writer: PtyWriter;
    private over = false;

    private constructor(
        private readonly pty: UnixPty,
        listener: PtyListener
    ) {
        this.pid = pty.pid;
        this.writer = new PtyWriter(pty.fd);
        takeBytes(pty, bytes => {
            listener.onOutput(bytes);
            return pace.restAfter(this, bytes.length);
        });
        pty.on('exit', (exitCode, signal) => {
            this.stopWriting();
            listener.onExit(describeExit(exitCode, signal));
        });
        drainBeforeClose(pty, bytes => listener.onOutput(bytes));
        pty._socket.once('close', () => this.stopWriting());
        pty._socket.once('error', () => this.stopWriting());
    }

    static start(start: PtyStart, listener: PtyListener): NodePtyProcess {
        const pty = withoutHoles(() =>
            spawn(start.file, [...start.args], {
                name: start.env['TERM'] ?? 'xterm-256color',
                cwd: start.folder,
                env: { ...start.env },
                cols: start.grid.columns,
                rows: start.grid.rows,
                encoding: 'utf8'
            })
        );
        return new NodePtyProcess(pty as unknown as UnixPty, listener);
    }

    write(bytes: Uint8Array): boolean {
        pace.typed(this);
        return this.writer.write(bytes);
    }

    resize(grid: Grid): void {
        if (!this.over) {
            this.pty.resize(grid.columns, grid.rows);
        }
    }

    private stopWriting(): void {
        this.over = true;
        this.writer.close();
        pace.forget(this);
    }
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
 * node-pty sets the line discipline to UTF-8, so that erasing works on whole characters, only if asked for text, which it
 * then decodes. So its stream is relieved of what it would decode and hold: the bytes go on as they are, at once.
 * May go when the two are separate options. `onOutput` answers how long to rest before more is read, in ms.
 */
function takeBytes(pty: UnixPty, onOutput: (bytes: Uint8Array) => number): void {
    const socket = pty._socket;
    const push = socket.push.bind(socket);
    socket.push = (chunk: Uint8Array | null) => {
        if (chunk === null) {
            return push(chunk);
        }
        let last = chunk.length;
        // a short reading was the last of what is there; another one would wait in vain
        const readOn = (room: Uint8Array): number =>
            last >= FULL_READ_BYTES && turn.hasTime ? (last = tryRead(pty.fd, room)) : 0;
        const restMs = onOutput(last >= FULL_READ_BYTES ? buffer.fill(chunk, READ_ON_BYTES, readOn) : chunk);
        if (restMs > 0) {
            setTimeout(() => socket.destroyed || socket._read(0), restMs);
        }
        // `false` stops the reading until `_read`
        return restMs === 0;
    };
    socket.resume();
}

/**
 * node-pty closes the terminal 200 ms after the process has ended, read or not (microsoft/node-pty#72), which loses the
 * tail when this process was busy meanwhile. So what is left in the kernel is read before the close.
 * May go when node-pty reads to the end by itself.
 */
function drainBeforeClose(pty: UnixPty, onOutput: (bytes: Uint8Array) => void): void {
    const socket = pty._socket;
    const { fd } = pty;
    const destroy = socket.destroy.bind(socket);
    let drained = false;
    socket.destroy = error => {
        if (!drained && !socket.destroyed) {
            drained = true;
            readWhatIsLeft(fd, onOutput);
        }
        return destroy(error);
    };
}

function readWhatIsLeft(fd: number, onOutput: (bytes: Uint8Array) => void): void {
    for (let total = 0; total < MAX_DRAIN_BYTES;) {
        const buffer = Buffer.allocUnsafe(64 * 1024);
        const count = tryRead(fd, buffer);
        if (count <= 0) {
            return;
        }
        total += count;
        onOutput(buffer.subarray(0, count));
    }
}

/** 0 when nothing is left: EAGAIN while somebody still has the terminal open, EIO or EBADF when nobody has. */
function tryRead(fd: number, buffer: Uint8Array): number {
    try {
        return fs.readSync(fd, buffer);
    } catch (error) {
        if (['EAGAIN', 'EIO', 'EBADF'].includes((error as NodeJS.ErrnoException).code ?? '')) {
            return 0;
        }
        throw error;
    }
}

function describeExit(exitCode: number, signal: number): PtyExit {
    if (signal === 0 || signal === undefined) {
        return { exitCode };
    }
    const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
    return { signal: name ?? `signal ${signal}` };
}
