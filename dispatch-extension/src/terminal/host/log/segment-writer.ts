import * as fs from 'node:fs';

/** Appends to one file. What is written survives this process at once, and the machine after `sync`. */
export class SegmentWriter {
    private readonly fd: number;
    private syncing: Promise<void> = Promise.resolve();
    private isDirty = false;

    /** Throws what the disk says. `reportSync` is told when a sync failed. */
    constructor(
        file: string,
        private readonly reportSync: (error: Error) => void
    ) {
        this.fd = fs.openSync(file, 'a', 0o600);
    }

    /** Writes all, and tells how far it came after each part: a throw may leave some of it written. */
    write(bytes: Uint8Array, written: (count: number) => void): void {
        for (let position = 0; position < bytes.length;) {
            const count = fs.writeSync(this.fd, bytes, position);
            this.isDirty = true;
            position += count;
            written(count);
        }
    }

    /** Resolves when everything is on the disk. Never rejects. */
    sync(): Promise<void> {
        if (this.isDirty) {
            this.isDirty = false;
            this.syncing = this.syncing.then(() => this.syncNow());
        }
        return this.syncing;
    }

    /** Syncs, then closes. Nothing may be written any more. */
    async close(): Promise<void> {
        await this.sync();
        fs.closeSync(this.fd);
    }

    private syncNow(): Promise<void> {
        return new Promise(resolve =>
            fs.fdatasync(this.fd, error => {
                if (error) {
                    this.reportSync(error);
                }
                resolve();
            })
        );
    }
}
