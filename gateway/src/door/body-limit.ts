import { IncomingMessage } from 'node:http';

/**
 * Lets a client go that has not sent the whole body of its request in `limitMs`. Returns a function that lifts the limit,
 * for what is streamed.
 */
export function limitBody(request: IncomingMessage, limitMs: number): () => void {
    if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
        return () => undefined;
    }
    const timer = setTimeout(() => request.socket.destroy(), limitMs);
    const lift = (): void => clearTimeout(timer);
    request.once('end', lift).once('close', lift);
    return lift;
}
