import { CancellationToken } from '@theia/core/lib/common/cancellation';
import { BinaryBuffer } from '@theia/core/lib/common/buffer';
import { newWriteableStream, ReadableStreamEvents, WriteableStream } from '@theia/core/lib/common/stream';
import URI from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { FileReadStreamOptions } from '@theia/filesystem/lib/common/files';
import { RemoteFileSystemProvider } from '@theia/filesystem/lib/common/remote-file-system-provider';
import { PluginFiles } from '../plugin-ext/plugin-files';

/** Theia's file system of the backend, with the files of built-in plugins fetched over HTTP, where the browser keeps them. */
@injectable()
export class DispatchFileSystemProvider extends RemoteFileSystemProvider {
    @inject(PluginFiles)
    protected readonly pluginFiles!: PluginFiles;

    override async readFile(resource: URI): Promise<Uint8Array> {
        const url = this.pluginFiles.urlOf(resource);
        return (url && (await fetchBytes(url))) || super.readFile(resource);
    }

    override readFileStream(
        resource: URI,
        options: FileReadStreamOptions,
        token: CancellationToken
    ): ReadableStreamEvents<Uint8Array> {
        const url = this.pluginFiles.urlOf(resource);
        if (!url || options.position || options.length !== undefined) {
            return super.readFileStream(resource, options, token);
        }
        const stream = newWriteableStream<Uint8Array>(
            chunks => BinaryBuffer.concat(chunks.map(chunk => BinaryBuffer.wrap(chunk))).buffer
        );
        void fetchBytes(url).then(bytes => {
            if (bytes) {
                stream.end(bytes);
            } else {
                pipe(super.readFileStream(resource, options, token), stream);
            }
        });
        return stream;
    }
}

/** Undefined where it cannot be had: the caller has another way. */
async function fetchBytes(url: string): Promise<Uint8Array | undefined> {
    try {
        const answer = await fetch(url, { credentials: 'same-origin' });
        return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    } catch {
        // The network is away; the RPC connection will know when it is back.
        return undefined;
    }
}

function pipe(from: ReadableStreamEvents<Uint8Array>, to: WriteableStream<Uint8Array>): void {
    from.on('data', chunk => void to.write(chunk));
    from.on('error', error => to.end(error));
    from.on('end', () => to.end());
}
