import * as fs from 'node:fs';
import { constants } from 'node:os';
import { Grid } from '../../../session/common/stream-frames';
import { FloodPace } from './flood-pace';
import { NativePty, resizeNativePty, startNativePty } from './native-pty';
import { PtyExit, PtyListener, PtyProcess, PtyStart } from './pty-process';
import { PtyWriter } from './pty-writer';
import { ReadBuffer } from './read-buffer';
import { ReadTurn } from './read-turn';

/** What is read at most after the end, from a terminal that others still write to. In bytes. */
const MAX_DRAIN_BYTES = 4 * 1024 * 1024;
/** How long a terminal stays open after its program has ended, for those that it has left and that still have it open; in ms. */
const CLOSE_MS = 200;

/**
 * The kernel gives 4,095 bytes of a terminal at a time, and libuv reads once per turn of the event loop. A read of this
 * many bytes means that more is there already; then so much more is read in the same turn, while there is time. In bytes.
 */
const FULL_READ_BYTES = 2_048;
const READ_ON_BYTES = 64 * 1024;
const buffer = new ReadBuffer();
const turn = new ReadTurn();
const pace = new FloodPace();

/** A process on a pseudo terminal, by the native part of node-pty. */
export class NodePtyProcess implements PtyProcess {
    private readonly pty: NativePty;
    private readonly writer: PtyWriter;
    private closed = false;
    private exit?: PtyExit;
    private closing?: NodeJS.Timeout;

    private constructor(
        start: PtyStart,
        private readonly listener: PtyListener
    ) {
        this.pty = startNativePty(start, (exitCode, signal) => this.exited(describeExit(exitCode, signal)));
        this.writer = new PtyWriter(this.pty.fd);
        takeBytes(this.pty, bytes => {
            listener.onOutput(bytes);
            return pace.restAfter(this, bytes.length);
        });
        const { stream } = this.pty;
        stream.once('close', () => this.streamClosed());
        stream.once('error', (error: NodeJS.ErrnoException) => {
            this.stopWriting();
            // EIO: nobody has the other side open any more. Of all else the log is told, as of what nobody catches.
            if (error.code !== 'EIO') {
                throw error;
            }
        });
    }

    static start(start: PtyStart, listener: PtyListener): NodePtyProcess {
        return new NodePtyProcess(start, listener);
    }

    get pid(): number {
        return this.pty.pid;
    }

    get mistold(): string | undefined {
        return this.pty.mistold;
    }

    write(bytes: Uint8Array): boolean {
        if (!this.isOpen) {
            return true;
        }
        pace.typed(this);
        return this.writer.write(bytes);
    }

    resize(grid: Grid): void {
        if (this.isOpen) {
            resizeNativePty(this.pty, grid.columns, grid.rows);
        }
    }

    private get isOpen(): boolean {
        return !this.pty.stream.destroyed;
    }

    private exited(exit: PtyExit): void {
        this.exit = exit;
        if (this.closed) {
            this.listener.onExit(exit);
        } else {
            this.closing = setTimeout(() => this.close(), CLOSE_MS);
        }
    }

    private close(): void {
        if (this.isOpen) {
            this.stopWriting();
            try {
                readWhatIsLeft(this.pty.fd, bytes => this.listener.onOutput(bytes));
            } finally {
                this.pty.stream.destroy();
            }
        }
    }

    private streamClosed(): void {
        this.closed = true;
        clearTimeout(this.closing);
        this.stopWriting();
        if (this.exit) {
            this.listener.onExit(this.exit);
        }
    }

    /** At the latest right after the file was closed: its number may soon be that of another. */
    private stopWriting(): void {
        this.writer.close();
        pace.forget(this);
    }
}

/** Gives the bytes on as they come, at once. `onOutput` answers how long to rest before more is read, in ms. */
function takeBytes({ fd, stream }: NativePty, onOutput: (bytes: Uint8Array) => number): void {
    const push = stream.push.bind(stream);
    stream.push = (chunk: Uint8Array | null) => {
        if (chunk === null) {
            return push(chunk);
        }
        let last = chunk.length;
        // a short reading was the last of what is there; another one would wait in vain
        const readOn = (room: Uint8Array): number =>
            last >= FULL_READ_BYTES && turn.hasTime ? (last = tryRead(fd, room)) : 0;
        const restMs = onOutput(last >= FULL_READ_BYTES ? buffer.fill(chunk, READ_ON_BYTES, readOn) : chunk);
        if (restMs > 0) {
            setTimeout(() => stream.destroyed || stream._read(0), restMs);
        }
        // `false` stops the reading until `_read`
        return restMs === 0;
    };
    stream.resume();
}

/** What was left in the kernel when the program ended: this process may have been busy meanwhile. */
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
