import * as fs from 'node:fs';

/** Input that is held for a program that does not read, in bytes. More than this is not taken. */
const MAX_QUEUED_BYTES = 4 * 1024 * 1024;
const FIRST_RETRY_MS = 2;
const LAST_RETRY_MS = 100;

/**
 * Writes input to the non-blocking side of a pseudo terminal.
 *
 * In place of node-pty's own writer, which tries again in a busy loop for as long as the program does not read, and
 * holds any amount. Writes on this thread: so none can be under way when the descriptor is closed.
 */
export class PtyWriter {
    private queue: Uint8Array[] = [];
    private queuedBytes = 0;
    private retry?: NodeJS.Timeout;
    private retryMs = FIRST_RETRY_MS;
    private closed = false;

    constructor(private readonly fd: number) {}

    /** False, and nothing is taken, when too much is queued. After `close` input goes nowhere. */
    write(bytes: Uint8Array): boolean {
        if (this.closed || bytes.length === 0) {
            return true;
        }
        if (this.queuedBytes + bytes.length > MAX_QUEUED_BYTES) {
            return false;
        }
        this.queue.push(bytes);
        this.queuedBytes += bytes.length;
        if (!this.retry) {
            this.drain();
        }
        return true;
    }

    /** Must be called before the descriptor is closed. */
    close(): void {
        this.closed = true;
        this.queue = [];
        this.queuedBytes = 0;
        clearTimeout(this.retry);
        this.retry = undefined;
    }

    private drain(): void {
        this.retry = undefined;
        while (this.queue.length > 0) {
            const written = this.tryWrite(this.queue[0]);
            if (written < 0) {
                return;
            }
            this.queuedBytes -= written;
            if (written === this.queue[0].length) {
                this.queue.shift();
            } else {
                this.queue[0] = this.queue[0].subarray(written);
            }
        }
    }

    /** How much was taken; -1 when nothing will be now. */
    private tryWrite(bytes: Uint8Array): number {
        try {
            const written = fs.writeSync(this.fd, bytes);
            this.retryMs = FIRST_RETRY_MS;
            return written;
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
                this.retry = setTimeout(() => this.drain(), this.retryMs);
                this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
            } else {
                // the terminal is gone (EIO); its end is told by the reading side
                this.close();
            }
            return -1;
        }
    }
}
