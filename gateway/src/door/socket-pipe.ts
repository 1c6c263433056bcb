import { IncomingMessage, request as httpRequest } from 'node:http';
import { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import { headersForUpstream, headersFromUpstream, Upstream } from './upstream';

/** How long an upstream may take to answer an upgrade. */
const UPGRADE_LIMIT_MS = 20_000;

/** One upgrade to pass on, already let in. */
export interface PipedUpgrade {
    request: IncomingMessage;
    client: Duplex;
    head: Buffer;
    upstream: Upstream;
    host: string;
}

/**
 * Joins a browser's WebSocket with a process behind a Unix socket. The bytes are not looked at, so that extensions such as
 * compression are agreed on end to end. When one side ends, so does the other.
 */
export function pipeUpgrade({ request, client, head, upstream, host }: PipedUpgrade): void {
    const forwarded = httpRequest({
        socketPath: upstream.socketPath,
        method: 'GET',
        path: request.url,
        timeout: UPGRADE_LIMIT_MS,
        headers: { ...headersForUpstream(request.headers, host, upstream), connection: 'Upgrade', upgrade: 'websocket' }
    });
    forwarded.on('upgrade', (answer, server, serverHead) => {
        server.setTimeout(0);
        client.write(answerHead(answer));
        client.write(serverHead);
        server.write(head);
        join(client, server);
    });
    forwarded.on('response', answer => {
        answer.resume();
        refuseUpgrade(client, answer.statusCode ?? 502);
    });
    forwarded.on('timeout', () => forwarded.destroy());
    forwarded.on('error', () => refuseUpgrade(client, 503));
    client.on('error', () => client.destroy());
    client.on('close', () => forwarded.destroy());
    forwarded.end();
}

const REASONS: Record<number, string> = {
    400: 'Bad Request',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    421: 'Misdirected Request',
    503: 'Service Unavailable'
};

/** Answers an upgrade with a refusal and ends the connection. */
export function refuseUpgrade(client: Duplex, status: number): void {
    if (client.writable) {
        const retry = status === 503 ? 'Retry-After: 1\r\n' : '';
        client.end(
            `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}\r\n${retry}Content-Length: 0\r\nConnection: close\r\n\r\n`
        );
    }
    client.on('finish', () => client.destroy());
}

function answerHead(answer: IncomingMessage): string {
    const headers = Object.entries(headersFromUpstream(answer.headers)).map(
        ([name, value]) => `${name}: ${String(value)}`
    );
    return ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket', ...headers, '', ''].join(
        '\r\n'
    );
}

function join(client: Duplex, server: Duplex): void {
    for (const [from, to] of [
        [client, server],
        [server, client]
    ] as const) {
        if (from instanceof Socket) {
            from.setNoDelay(true);
            from.setKeepAlive(true, 30_000);
        }
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
    }
}
