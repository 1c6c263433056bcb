import { request } from 'node:http';
import { SECRET_HEADER } from 'dispatch-extension/lib/kernel/common/process-contract';

/** A small request to one of our own processes. */
export interface UnixRequest {
    socketPath: string;
    secret: string;
    method: 'GET' | 'POST';
    path: string;
    body?: unknown;
    timeoutMs: number;
}

/** Largest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Sends a request over a Unix socket and returns the parsed JSON of the answer, undefined for an empty one.
 * Rejects when nobody listens (`ECONNREFUSED`, `ENOENT`), when it takes too long, and for any status but 2xx.
 */
export async function askOverUnixSocket({ timeoutMs, body, secret, ...target }: UnixRequest): Promise<unknown> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
        const sent = request({
            ...target,
            agent: false,
            signal: AbortSignal.timeout(timeoutMs),
            headers: {
                host: 'dispatch',
                [SECRET_HEADER]: secret,
                ...(text === undefined
                    ? {}
                    : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
            }
        });
        sent.on('error', reject);
        sent.on('response', answer => {
            const chunks: Buffer[] = [];
            let bytes = 0;
            answer.on('data', (chunk: Buffer) => {
                bytes += chunk.length;
                chunks.push(chunk);
                if (bytes > MAX_ANSWER_BYTES) {
                    sent.destroy(new Error('the answer is too large'));
                }
            });
            answer.on('error', reject);
            answer.on('end', () =>
                settle(answer.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'), resolve, reject)
            );
        });
        sent.end(text);
    });
}

function settle(status: number, text: string, resolve: (value: unknown) => void, reject: (error: Error) => void): void {
    if (status < 200 || status > 299) {
        reject(new Error(`answered with status ${status}`));
        return;
    }
    try {
        resolve(text ? (JSON.parse(text) as unknown) : undefined);
    } catch (error) {
        reject(error as Error);
    }
}

/** Whether a failure means that nobody listens on the socket, and not merely that somebody is slow. */
export function meansNobodyListens(error: unknown): boolean {
    return ['ECONNREFUSED', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '');
}
