import { createHash, timingSafeEqual } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { SECRET_HEADER } from '../../kernel/common/process-contract';
import { StructuredLog } from '../../kernel/host/structured-log';
import { SESSION_SOCKET_PATH } from '../common/session-protocol';

/** What the gateway can ask of this process over HTTP. `body` is parsed JSON, `undefined` for none. */
export interface HostRequests {
    [methodAndPath: string]: (body: unknown) => Promise<{ status: number; body?: unknown }>;
}

const MAX_BODY_BYTES = 64 * 1024;
const PING_EVERY_MS = 20_000;
const CLOSE_WITHIN_MS = 1_000;
const CLOSE_GOING_AWAY = 1001;
/** Room for a control message of the largest size that is not plain ASCII. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** The door of the session host: HTTP and WebSockets on a Unix socket, for those who know the secret. */
export class SessionSocketServer {
    private readonly http: Server;
    private readonly sockets = new WebSocketServer({
        noServer: true,
        perMessageDeflate: false,
        maxPayload: MAX_MESSAGE_BYTES
    });
    private readonly alive = new WeakSet<WebSocket>();
    private pinging?: NodeJS.Timeout;

    constructor(
        private readonly secret: string,
        private readonly requests: HostRequests,
        private readonly accept: (socket: WebSocket) => void,
        private readonly log: StructuredLog
    ) {
        this.http = createServer((request, response) => void this.answer(request, response));
        this.http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    }

    /** Listens at `socketPath`, for this user alone. What an earlier process left there is removed. */
    async listen(socketPath: string): Promise<void> {
        await fs.rm(socketPath, { force: true });
        await new Promise<void>((resolve, reject) => {
            this.http.once('error', reject);
            this.http.listen(socketPath, resolve);
        });
        await fs.chmod(socketPath, 0o600);
        this.pinging = setInterval(() => this.pingAll(), PING_EVERY_MS);
    }

    /** Takes nobody in any more, and closes what is open: pages that do not answer after 1 s as well. */
    async close(): Promise<void> {
        clearInterval(this.pinging);
        const sockets = [...this.sockets.clients];
        const closed = Promise.all([
            new Promise<void>(resolve => this.http.close(() => resolve())),
            ...sockets.map(socket => new Promise<void>(resolve => socket.once('close', resolve)))
        ]);
        sockets.forEach(socket => socket.close(CLOSE_GOING_AWAY, 'the session host is stopping'));
        const deadline = setTimeout(() => {
            sockets.forEach(socket => socket.terminate());
            this.http.closeAllConnections();
        }, CLOSE_WITHIN_MS);
        await closed;
        clearTimeout(deadline);
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const { status, body } = await this.answerTo(request);
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(body === undefined ? undefined : JSON.stringify(body));
    }

    private async answerTo(request: IncomingMessage): Promise<{ status: number; body?: unknown }> {
        if (!this.knowsSecret(request)) {
            return { status: 401 };
        }
        const handler = this.requests[`${request.method} ${request.url}`];
        if (!handler) {
            return { status: 404 };
        }
        try {
            return await handler(await readJson(request));
        } catch (error) {
            this.log.warn('host.request-failed', { path: request.url, error });
            return { status: 400 };
        }
    }

    private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
        socket.on('error', error => this.log.info('host.upgrade-failed', { error }));
        if (!this.knowsSecret(request)) {
            socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
            return;
        }
        if (request.url?.split('?')[0] !== SESSION_SOCKET_PATH) {
            socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
            return;
        }
        this.sockets.handleUpgrade(request, socket, head, webSocket => {
            this.alive.add(webSocket);
            webSocket.on('pong', () => this.alive.add(webSocket));
            this.accept(webSocket);
        });
    }

    /** A page whose network is gone never says goodbye: what has not answered the last ping is cut. */
    private pingAll(): void {
        for (const socket of this.sockets.clients) {
            if (this.alive.delete(socket)) {
                socket.ping();
            } else {
                socket.terminate();
            }
        }
    }

    private knowsSecret(request: IncomingMessage): boolean {
        const given = request.headers[SECRET_HEADER];
        return typeof given === 'string' && timingSafeEqual(digest(given), digest(this.secret));
    }
}

function digest(text: string): Buffer {
    return createHash('sha256').update(text).digest();
}

async function readJson(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    let total = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > MAX_BODY_BYTES) {
            throw new RangeError('body too large');
        }
        chunks.push(chunk);
    }
    return total === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
