import {
    closeSync,
    copyFileSync,
    fstatSync,
    openSync,
    renameSync,
    rmSync,
    statSync,
    truncateSync,
    writeSync
} from 'node:fs';

/** Size at which a log is put aside, and how many older ones are kept beside it. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const KEPT_LOGS = 3;

/**
 * The gateway's own log file. Lines are few and are written at once, so that the last words of a dying process are kept.
 * When it grows beyond 10 MiB it becomes `<path>.1`; at most three older ones are kept.
 * A line that cannot be written, as on a full disk, is lost: the log must not take along what it tells of.
 */
export class RotatingFile {
    private fd: number;
    private sizeBytes: number;

    constructor(private readonly path: string) {
        this.fd = openSync(path, 'a', 0o600);
        this.sizeBytes = fstatSync(this.fd).size;
    }

    /** Never throws. */
    write(line: string): void {
        try {
            if (this.sizeBytes > MAX_LOG_BYTES) {
                this.rotate();
            }
            this.sizeBytes += writeSync(this.fd, line);
        } catch {
            // there is nowhere left to tell it
        }
    }

    /** The old file is let go of only when there is a new one. */
    private rotate(): void {
        shiftLogs(this.path);
        renameSync(this.path, `${this.path}.1`);
        const fd = openSync(this.path, 'a', 0o600);
        closeSync(this.fd);
        this.fd = fd;
        this.sizeBytes = 0;
    }
}

/**
 * Puts a log aside into which another process is writing in append mode: copied, then cut to nothing.
 * What is written between the two is lost, which a log may be; the writer need not be told. On a full disk there is no
 * copy: the log is cut all the same, since it is what fills the disk. Throws what the copy failed with.
 */
export function rotateForeignLog(path: string, maxBytes = MAX_LOG_BYTES, copy = copyFileSync): void {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= maxBytes) {
        return;
    }
    shiftLogs(path);
    try {
        copy(path, `${path}.1`);
    } catch (error) {
        rmSync(`${path}.1`, { force: true });
        throw error;
    } finally {
        truncateSync(path);
    }
}

function shiftLogs(path: string): void {
    for (let index = KEPT_LOGS - 1; index >= 1; index--) {
        if (statSync(`${path}.${index}`, { throwIfNoEntry: false })) {
            renameSync(`${path}.${index}`, `${path}.${index + 1}`);
        }
    }
}
