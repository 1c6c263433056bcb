import { BinaryBuffer, BinaryBufferWriteableStream } from '@theia/core/lib/common/buffer';
import { URI } from '@theia/core/lib/common/uri';
import { FileService } from '@theia/filesystem/lib/browser/file-service';

/** Where an export goes, piece by piece. */
export interface ExportSink {
    write(text: string): Promise<void>;
    /** All was written. */
    finish(): Promise<void>;
    /** It was cancelled, or failed: nothing is left of it. */
    abort(): Promise<void>;
}

/** A file of the workspace. The pieces are written as they come. */
export class FileSink implements ExportSink {
    private readonly stream = BinaryBufferWriteableStream.create({ highWaterMark: 4 });
    private readonly written: Promise<unknown>;

    constructor(
        private readonly files: FileService,
        private readonly target: URI
    ) {
        this.written = files.writeFile(target, this.stream);
        // seen where it is waited for
        this.written.catch(() => undefined);
    }

    async write(text: string): Promise<void> {
        await this.stream.write(BinaryBuffer.fromString(text));
    }

    async finish(): Promise<void> {
        this.stream.end();
        await this.written;
    }

    async abort(): Promise<void> {
        this.stream.end();
        await this.written.catch(() => undefined); // what went wrong has been told
        await this.files.delete(this.target).catch(() => undefined); // it may never have been made
    }
}

/** A download of the browser, which keeps the pieces until then. */
export class DownloadSink implements ExportSink {
    private pieces: Blob[] = [];

    constructor(
        private readonly fileName: string,
        private readonly type: string
    ) {}

    async write(text: string): Promise<void> {
        this.pieces.push(new Blob([text]));
    }

    async finish(): Promise<void> {
        const address = URL.createObjectURL(new Blob(this.pieces, { type: this.type }));
        const link = document.createElement('a');
        link.href = address;
        link.download = this.fileName;
        link.click();
        window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
    }

    async abort(): Promise<void> {
        this.pieces = [];
    }
}
