import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { demoScript } from './demo-script';
import { eventsOf, FakeReply, FakeRequest, FakeScript, messageOf } from './fake-reply';

const MODELS = ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5'];

/**
 * A Messages API on loopback for tests, journeys and screenshots: `POST /v1/messages` (streaming and not),
 * `POST /v1/messages/count_tokens`, `GET /v1/models`. What it answers is decided by a script; what it was asked is kept
 * in {@link requests}. Who starts it closes it.
 */
export class FakeMessagesApi {
    /** Every request to `/v1/messages`, oldest first. */
    readonly requests: FakeRequest[] = [];
    /** Decides on what comes next; may be replaced at any time. */
    script: FakeScript;
    /** Streams under way. */
    streaming = 0;
    private readonly sockets = new Set<Socket>();

    private constructor(
        private readonly server: Server,
        script: FakeScript
    ) {
        this.script = script;
    }

    /** Listens on 127.0.0.1. `port` 0 takes a free one. */
    static async start(script: FakeScript = demoScript(), port = 0): Promise<FakeMessagesApi> {
        const server = createServer();
        const api = new FakeMessagesApi(server, script);
        server.on('request', (request, response) => void api.answer(request, response));
        server.on('connection', socket => {
            api.sockets.add(socket);
            socket.on('close', () => api.sockets.delete(socket));
        });
        await new Promise<void>((resolve, reject) => {
            server.once('error', reject);
            server.listen(port, '127.0.0.1', resolve);
        });
        return api;
    }

    /** What `ANTHROPIC_BASE_URL` is set to. */
    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    /** The requests that carry tools: the conversation itself, without the side requests of Claude Code. */
    get conversationRequests(): FakeRequest[] {
        return this.requests.filter(request => (request.body.tools?.length ?? 0) > 0);
    }

    /** Cuts what is open and stops listening. */
    async close(): Promise<void> {
        for (const socket of this.sockets) {
            socket.destroy();
        }
        await new Promise<void>(resolve => this.server.close(() => resolve()));
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        try {
            await this.route(request, response);
        } catch (error) {
            if (!response.destroyed) {
                sendError(response, { kind: 'error', status: 500, type: 'api_error', message: String(error) });
            }
        }
    }

    private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const path = new URL(request.url ?? '/', 'http://fake').pathname;
        const body = parseBody(await readAll(request));
        if (request.method === 'GET' && path === '/v1/models') {
            const data = MODELS.map(id => ({
                type: 'model',
                id,
                display_name: id,
                max_input_tokens: 200_000,
                created_at: '2026-01-01T00:00:00Z'
            }));
            sendJson(response, 200, { data, has_more: false, first_id: data[0]?.id, last_id: data.at(-1)?.id });
        } else if (request.method === 'POST' && path === '/v1/messages/count_tokens') {
            sendJson(response, 200, { input_tokens: Math.ceil(JSON.stringify(body).length / 4) });
        } else if (request.method === 'POST' && path === '/v1/messages') {
            await this.answerMessage(
                { method: 'POST', path, headers: request.headers, body, atMs: Date.now() },
                response
            );
        } else if (request.method === 'HEAD') {
            response.writeHead(200).end();
        } else {
            sendError(response, { kind: 'error', status: 404, type: 'not_found_error', message: `no ${path} here` });
        }
    }

    private async answerMessage(request: FakeRequest, response: ServerResponse): Promise<void> {
        this.requests.push(request);
        const reply = await this.script(request);
        if (reply.kind === 'error') {
            sendError(response, reply);
            return;
        }
        if (reply.delayMs) {
            await sleep(reply.delayMs);
        }
        const model = request.body.model ?? 'claude-fake';
        const id = `msg_${randomBytes(9).toString('hex')}`;
        if (request.body.stream) {
            await this.stream(reply, model, id, response);
        } else {
            sendJson(response, 200, messageOf(reply, model, id));
        }
    }

    private async stream(
        reply: Extract<FakeReply, { kind: 'message' }>,
        model: string,
        id: string,
        response: ServerResponse
    ): Promise<void> {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': `req_${id}` });
        this.streaming++;
        try {
            let sent = 0;
            for await (const event of eventsOf(reply, model, id)) {
                if (response.destroyed || sent === reply.cutAfterEvents) {
                    response.destroy();
                    return;
                }
                response.write(`event: ${event['type'] as string}\ndata: ${JSON.stringify(event)}\n\n`);
                sent++;
            }
            response.end();
        } finally {
            this.streaming--;
        }
    }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_fake' });
    response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, reply: Extract<FakeReply, { kind: 'error' }>): void {
    if (reply.retryAfterS !== undefined) {
        response.setHeader('retry-after', String(reply.retryAfterS));
    }
    if (reply.shouldRetry !== undefined) {
        response.setHeader('x-should-retry', String(reply.shouldRetry));
    }
    sendJson(response, reply.status, {
        type: 'error',
        error: { type: reply.type, message: reply.message },
        request_id: 'req_fake'
    });
}

async function readAll(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
        chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): FakeRequest['body'] {
    return text ? (JSON.parse(text) as FakeRequest['body']) : {};
}
