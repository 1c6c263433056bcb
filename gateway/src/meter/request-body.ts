import { IncomingMessage } from 'node:http';

/** Largest request to the Messages API, in bytes; the API's own limit is 32 MB. */
const MAX_REQUEST_BYTES = 33 * 1024 * 1024;

/** A request that is larger than the API takes. */
export class RequestTooLarge extends Error {
    constructor() {
        super('The request is larger than 33 MiB.');
    }
}

/** The whole body of a request. Throws {@link RequestTooLarge}, or what broke it off. */
export async function readRequest(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > MAX_REQUEST_BYTES) {
            throw new RequestTooLarge();
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks, bytes);
}
