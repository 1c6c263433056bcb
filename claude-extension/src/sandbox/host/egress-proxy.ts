import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
    ClientRequest,
    createServer,
    IncomingMessage,
    OutgoingHttpHeaders,
    request,
    RequestOptions,
    Server,
    ServerResponse
} from 'node:http';
import { AddressInfo, Socket } from 'node:net';
import { Duplex, pipeline } from 'node:stream';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { EgressRules } from '../domain/egress-rules';
import { connection, proxyFor, stationOf, Target } from './way-out';

/** How long a connection to a host may take, in ms. */
const CONNECT_MS = 30_000;
/** The same refusal is told once in this time, in ms: what is refused is often tried again. */
const TOLD_AGAIN_MS = 60_000;
const MAX_TOLD = 1_000;
/** So many different refusals of a session are told in that time: a program may try every name that there is. */
const MAX_TOLD_OF_SESSION = 20;
/** Of all sessions together: more would take the files that the session host can have open. */
const MAX_CONNECTIONS = 1_000;
/** Of one connection and no other, so that they are not passed on. */
const OF_THE_HOP = ['proxy-authorization', 'proxy-connection', 'connection', 'keep-alive'];

/** A session whose processes may use the proxy. */
export interface EgressClient {
    readonly sessionId: string;
    /** As they are now; undefined: everything is allowed. */
    readonly rules: () => EgressRules | undefined;
    /** Told what was refused. Never throws. */
    readonly refused: (host: string, port: number) => void;
}

/**
 * The only way of Claude's processes to the network where the operator names hosts: a proxy on loopback (CONNECT, and
 * requests in absolute form) that asks for the token of a session. It does not look into what is sent, and goes on through the
 * proxy that the environment of Dispatch names, where it names one.
 */
export class EgressProxy {
    private readonly clients = new Map<string, EgressClient>();
    private readonly told = new Map<string, number>();
    private readonly tunnels = new Set<Duplex>();
    private readonly server: Server;
    private listening?: Promise<number>;

    constructor(
        private readonly log: StructuredLog,
        /** For tests. */
        private readonly connectMs = CONNECT_MS,
        private readonly proxyOf: typeof proxyFor = proxyFor
    ) {
        this.server = createServer((asked, response) => this.pass(asked, response));
        this.server.on('connect', (asked: IncomingMessage, socket: Duplex, head: Buffer) =>
            this.tunnel(asked, socket, head)
        );
        this.server.maxConnections = MAX_CONNECTIONS;
        // sessions keep the process alive, not this
        this.server.unref();
    }

    /** Lets the processes of a session in, until what is returned is called. */
    add(client: EgressClient): () => void {
        const token = randomBytes(24).toString('base64url');
        this.clients.set(token, client);
        return () => void this.clients.delete(token);
    }

    /** Where the processes of a session find it, token included; it listens from the first call on. */
    async way(sessionId: string): Promise<{ readonly url: string; readonly port: number }> {
        const port = await this.port();
        const [token] = [...this.clients].find(([, client]) => client.sessionId === sessionId) ?? [];
        if (token === undefined) {
            throw new Error('the session has ended');
        }
        return { url: `http://session:${token}@127.0.0.1:${port}`, port };
    }

    private port(): Promise<number> {
        this.listening ??= this.listen().catch((error: unknown) => {
            this.listening = undefined;
            throw error;
        });
        return this.listening;
    }

    /** Ends what is under way. */
    async close(): Promise<void> {
        if (this.listening) {
            this.server.closeAllConnections();
            // the server does not count them as its own any more, and would wait for them
            this.tunnels.forEach(tunnel => tunnel.destroy());
            await new Promise(closed => this.server.close(closed));
        }
    }

    private async listen(): Promise<number> {
        this.server.listen(0, '127.0.0.1');
        await once(this.server, 'listening');
        return (this.server.address() as AddressInfo).port;
    }

    private tunnel(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
        this.tunnels.add(socket);
        socket.on('error', () => socket.destroy()).once('close', () => this.tunnels.delete(socket));
        const target = authority(asked.url ?? '', 443);
        const refusal = this.refusal(asked, target);
        if (refusal || !target) {
            socket.end(lastWords(refusal?.status ?? 400, 'Refused', refusal?.headers));
            return;
        }
        void this.lead(socket, head, target);
    }

    private async lead(socket: Duplex, head: Buffer, target: Target): Promise<void> {
        try {
            const upstream = await this.connected(socket, target);
            upstream.on('error', error => this.log.debug('egress.failed', { ...target, error }));
            socket.once('close', () => upstream.destroy());
            socket.write('HTTP/1.1 200 Connected\r\n\r\n');
            upstream.write(head);
            pipeline(socket, upstream, socket, () => undefined);
        } catch (error) {
            this.log.debug('egress.failed', { ...target, error });
            socket.end(lastWords(502, 'Bad Gateway'));
        }
    }

    /** Given up when it takes too long, or when nobody waits for it any more. */
    private async connected(socket: Duplex, target: Target): Promise<Socket> {
        const giveUp = new AbortController();
        const left = (): void => giveUp.abort();
        const timer = setTimeout(left, this.connectMs);
        socket.once('close', left);
        try {
            return await connection(target, this.proxyOf('https', target), giveUp.signal);
        } finally {
            clearTimeout(timer);
            socket.off('close', left);
        }
    }

    private pass(asked: IncomingMessage, response: ServerResponse): void {
        const url = URL.canParse(asked.url ?? '') ? new URL(asked.url ?? '') : undefined;
        const target = url?.protocol === 'http:' ? authority(url.host, 80) : undefined;
        const refusal = this.refusal(asked, target);
        if (refusal || !url || !target) {
            response.writeHead(refusal?.status ?? 400, { 'content-type': 'text/plain', ...refusal?.headers });
            response.end(refusal?.say ?? 'This is a proxy.\n');
            return;
        }
        const headers = Object.fromEntries(
            Object.entries(asked.headers).filter(([name]) => !OF_THE_HOP.includes(name))
        );
        const passed = this.onward(target, url, { method: asked.method, headers });
        passed.once('socket', socket => this.limitConnecting(socket));
        // nobody waits for the answer any more
        response.once('close', () => passed.destroy());
        passed.once('response', answer => {
            response.writeHead(answer.statusCode ?? 502, answer.headers);
            pipeline(answer, response, () => undefined);
        });
        passed.once('error', error => {
            this.log.debug('egress.failed', { ...target, error });
            if (response.headersSent) {
                response.destroy();
            } else {
                response.writeHead(502).end();
            }
        });
        pipeline(asked, passed, () => undefined);
    }

    private onward(target: Target, url: URL, options: RequestOptions): ClientRequest {
        const proxy = this.proxyOf('http', target);
        if (!proxy) {
            return request({ ...target, ...options, path: `${url.pathname}${url.search}` });
        }
        const { ask, headers, ...place } = stationOf(proxy);
        return ask({ ...place, ...options, path: url.href, headers: { ...options.headers, ...headers } });
    }

    /** Gives a connection up that is not made in time. One that is made may be silent for as long as it likes. */
    private limitConnecting(socket: Socket): void {
        if (socket.connecting) {
            const timer = setTimeout(() => socket.destroy(new Error('it took too long')), this.connectMs);
            socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
        }
    }

    /** Why it is not let through; undefined where it is. */
    private refusal(asked: IncomingMessage, target: Target | undefined) {
        const client = this.clients.get(tokenOf(asked));
        if (!client) {
            const headers = { 'proxy-authenticate': 'Basic realm="Dispatch"' };
            return { status: 407, say: 'This is not the token of a session.\n', headers };
        }
        if (!target) {
            return { status: 400, say: 'This is a proxy.\n' };
        }
        const rules = client.rules();
        if (!rules || rules.allows(target.host, target.port)) {
            return undefined;
        }
        this.tell(client, target);
        return { status: 403, say: `${target.host}:${target.port} is not allowed here (CLAUDE_EGRESS).\n` };
    }

    private tell(client: EgressClient, { host, port }: Target): void {
        const { sessionId } = client;
        const key = `${sessionId} ${host}:${port}`;
        const nowMs = performance.now();
        const recent = [...this.told].filter(([, atMs]) => nowMs - atMs < TOLD_AGAIN_MS).map(([each]) => each);
        const ofSession = recent.filter(each => each.startsWith(`${sessionId} `));
        if (ofSession.includes(key) || ofSession.length >= MAX_TOLD_OF_SESSION) {
            return;
        }
        if (this.told.size >= MAX_TOLD) {
            this.told.clear();
        }
        this.told.set(key, nowMs);
        this.log.warn('egress.refused', { sessionId, host, port });
        client.refused(host, port);
    }
}

/** An answer to CONNECT without a body, after which nothing comes. */
function lastWords(status: number, reason: string, headers: OutgoingHttpHeaders = {}): string {
    const lines = Object.entries({ ...headers, 'content-length': 0, connection: 'close' });
    return `HTTP/1.1 ${status} ${reason}\r\n${lines.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('')}\r\n`;
}

/** `host:port`, with the brackets of an IPv6 address or without a port. */
function authority(text: string, usualPort: number): Target | undefined {
    const [, bracketed, plain, port] =
        /^(?:\[([0-9a-f:.]{2,45})\]|([^\s:/@]{1,255}))(?::(\d{1,5}))?$/i.exec(text) ?? [];
    const host = bracketed ?? plain;
    const number = port === undefined ? usualPort : Number(port);
    return host !== undefined && number > 0 && number < 65_536 ? { host, port: number } : undefined;
}

/** It is the password; the name says nothing. */
function tokenOf({ headers }: IncomingMessage): string {
    const [, encoded = ''] = /^Basic ([\w+/=]+)$/i.exec(headers['proxy-authorization'] ?? '') ?? [];
    const given = Buffer.from(encoded, 'base64').toString();
    return given.slice(given.indexOf(':') + 1);
}
