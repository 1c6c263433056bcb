import { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent as HttpAgent, IncomingMessage, request as httpRequest, ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline, Transform } from 'node:stream';
import { hijackWithHeaders } from '../door/hijack';
import { HOP_HEADERS } from '../door/upstream';
import { GatewayLog } from '../operations/log';
import { refuseLikeTheApi } from './meter-answer';
import { sessionOfToken } from './meter-token';
import { UsageLedger } from './usage-ledger';
import { UsageReader } from './usage-reader';

/** What the meter needs. Without `apiKey` it explains what to do instead of forwarding. */
export interface MeterSetting {
    apiKey: string | undefined;
    baseUrl: string;
    tokenKey: string;
    ledger: UsageLedger;
    log: GatewayLog;
}

/** Largest request to the Messages API, in bytes; the API's own limit is 32 MB. */
const MAX_REQUEST_BYTES = 33 * 1024 * 1024;
/** How long the upstream may be silent. A thinking model sends pings; a plain answer may take ten minutes. */
const SILENCE_LIMIT_MS = 11 * 60_000;

const NOT_SENT = new Set([
    ...HOP_HEADERS,
    'accept-encoding',
    'authorization',
    'cookie',
    'forwarded',
    'host',
    'via',
    'x-api-key',
    'x-real-ip'
]);

/**
 * The only way from Claude processes to the Messages API. It checks the session's token, adds the key, which no other
 * process knows, and writes down what each answer cost, once, also when it was cut off.
 */
export class Meter {
    private readonly upstream: URL;
    private readonly agent: HttpAgent;

    constructor(private readonly setting: MeterSetting) {
        this.upstream = new URL(setting.baseUrl);
        const options = { keepAlive: true, proxyEnv: process.env };
        this.agent = this.upstream.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
    }

    /** The routes; they must be on the access list as the meter's. */
    register(app: FastifyInstance): void {
        app.removeAllContentTypeParsers();
        app.addContentTypeParser('*', (_request, _payload, done) => done(null));
        const handler = (request: FastifyRequest, reply: FastifyReply): void => {
            hijackWithHeaders(reply);
            this.answer(request, reply.raw);
        };
        app.post('/meter/v1/messages', handler);
        app.post('/meter/v1/messages/count_tokens', handler);
        app.get('/meter/v1/models', { exposeHeadRoute: false }, handler);
    }

    dispose(): void {
        this.agent.destroy();
    }

    private answer(request: FastifyRequest, response: ServerResponse): void {
        if (!request.facts.isDirectAndLocal) {
            return refuseLikeTheApi(
                response,
                'permission_error',
                'The meter answers to processes of this machine only.'
            );
        }
        const sessionId = sessionOfToken(tokenOf(request.raw), this.setting.tokenKey);
        if (!sessionId) {
            return refuseLikeTheApi(response, 'authentication_error', 'This is not the token of a Dispatch session.');
        }
        if (!this.setting.apiKey) {
            return refuseLikeTheApi(
                response,
                'authentication_error',
                'Dispatch has no API key. Set ANTHROPIC_API_KEY and start Dispatch again.'
            );
        }
        const call = { request: request.raw, path: pathOf(request), sessionId };
        this.forward(call, response);
    }

    private forward(call: MeteredCall, response: ServerResponse): void {
        const { request } = call;
        const start = this.upstream.protocol === 'https:' ? httpsRequest : httpRequest;
        const forwarded = start(this.targetOf(call), {
            method: request.method,
            agent: this.agent,
            headers: this.headersFor(request),
            timeout: SILENCE_LIMIT_MS
        });
        forwarded.on('timeout', () => forwarded.destroy(new Error('the upstream was silent for too long')));
        forwarded.on('error', error => this.unreachable(response, error));
        forwarded.on('response', answer => this.passOn(answer, call, response));
        response.on('close', () => response.writableFinished || forwarded.destroy());
        pipeline(request, limited(MAX_REQUEST_BYTES), forwarded, error => {
            if (error instanceof RequestTooLarge) {
                refuseLikeTheApi(response, 'request_too_large', error.message);
            }
        });
    }

    /** `/meter/v1/messages?beta=true` becomes `<base>/v1/messages?beta=true`. */
    private targetOf({ request, path }: MeteredCall): URL {
        const target = new URL(this.setting.baseUrl.replace(/\/+$/, '') + path.slice('/meter'.length));
        target.search = /^[^?#]*(\?[^#]*)?/.exec(request.url ?? '')?.[1] ?? '';
        return target;
    }

    private headersFor(request: IncomingMessage): Record<string, string | string[] | undefined> {
        const kept = Object.entries(request.headers).filter(
            ([name]) => !NOT_SENT.has(name) && !name.startsWith('x-forwarded-') && !name.startsWith('x-dispatch-')
        );
        // the answer is read on its way, so it must not be compressed
        return { ...Object.fromEntries(kept), 'accept-encoding': 'identity', 'x-api-key': this.setting.apiKey };
    }

    private passOn(answer: IncomingMessage, call: MeteredCall, response: ServerResponse): void {
        const { sessionId } = call;
        const headers = Object.entries(answer.headers).filter(
            ([name]) => !HOP_HEADERS.includes(name) && name !== 'set-cookie'
        );
        response.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers));
        response.flushHeaders();
        const reader = this.isMetered(call, answer)
            ? new UsageReader(/event-stream/.test(answer.headers['content-type'] ?? '') ? 'stream' : 'json')
            : undefined;
        answer.on('data', (chunk: Buffer) => reader?.push(chunk));
        pipeline(answer, response, error => {
            if (error) {
                this.setting.log.info('meter.answer-cut', { sessionId, error });
            }
            if (reader) {
                this.writeDown(reader, sessionId);
            }
        });
    }

    /** Only an answer that succeeded and used a model costs anything. */
    private isMetered({ path }: MeteredCall, answer: IncomingMessage): boolean {
        return answer.statusCode === 200 && path === '/meter/v1/messages';
    }

    private writeDown(reader: UsageReader, sessionId: string): void {
        const usage = reader.finish();
        if (!usage) {
            return;
        }
        this.setting.ledger
            .add({ ...usage, sessionId, outcome: reader.isComplete ? 'complete' : 'cut', atMs: Date.now() })
            .catch((error: unknown) => this.setting.log.error('meter.ledger-failed', { sessionId, error }));
    }

    private unreachable(response: ServerResponse, error: Error): void {
        if (!response.destroyed) {
            this.setting.log.warn('meter.upstream-unreachable', { host: this.upstream.host, error });
        }
        const code = (error as NodeJS.ErrnoException).code;
        refuseLikeTheApi(
            response,
            'api_error',
            `Dispatch cannot reach ${this.upstream.host}${code ? ` (${code})` : ''}.`
        );
    }
}

/** A call that was let in. `path` is the route's own, not as the client wrote it: `%6d` and `#` would pass by the ledger. */
interface MeteredCall {
    request: IncomingMessage;
    path: string;
    sessionId: string;
}

function pathOf(request: FastifyRequest): string {
    return request.routeOptions.url ?? '';
}

/** A request that is larger than the API takes. */
class RequestTooLarge extends Error {}

function limited(maxBytes: number): Transform {
    let bytes = 0;
    return new Transform({
        transform(chunk: Buffer, _encoding, done) {
            bytes += chunk.length;
            done(bytes > maxBytes ? new RequestTooLarge('The request is larger than 33 MiB.') : null, chunk);
        }
    });
}

function tokenOf(request: IncomingMessage): string {
    const key = request.headers['x-api-key'];
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return (typeof key === 'string' ? key : bearer) ?? '';
}
