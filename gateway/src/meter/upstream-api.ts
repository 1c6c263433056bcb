import {
    Agent as HttpAgent,
    ClientRequest,
    IncomingHttpHeaders,
    IncomingMessage,
    request as httpRequest,
    ServerResponse
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import { HOP_HEADERS } from '../door/upstream';
import { GatewayLog } from '../operations/log';
import { refuseLikeTheApi } from './meter-answer';

/** Where the Messages API is, and the key for it. */
export interface UpstreamSetting {
    apiKey: string | undefined;
    baseUrl: string;
    log: GatewayLog;
}

/** A request that goes on to the Messages API. `path` begins with `/meter`. */
export interface ForwardedRequest {
    request: IncomingMessage;
    path: string;
    body: Buffer;
}

/** How long the upstream may be silent before it answers. A plain answer may take ten minutes. */
const SILENCE_LIMIT_MS = 11 * 60_000;

const NOT_SENT = new Set([
    ...HOP_HEADERS,
    'accept-encoding',
    'authorization',
    'content-length',
    'cookie',
    'forwarded',
    'host',
    'via',
    'x-api-key',
    'x-real-ip'
]);

/** The Messages API, asked with the key, which is nowhere but here. */
export class UpstreamApi {
    private readonly base: URL;
    private readonly agent: HttpAgent;

    constructor(private readonly setting: UpstreamSetting) {
        this.base = new URL(setting.baseUrl);
        const options = { keepAlive: true, proxyEnv: process.env };
        this.agent = this.base.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
    }

    dispose(): void {
        this.agent.destroy();
    }

    /** Begins to ask. The caller listens to `response` and `error`. */
    ask(forwarded: ForwardedRequest): ClientRequest {
        const start = this.base.protocol === 'https:' ? httpsRequest : httpRequest;
        const asked = start(this.targetOf(forwarded), {
            method: forwarded.request.method,
            agent: this.agent,
            headers: this.headersFor(forwarded),
            timeout: SILENCE_LIMIT_MS
        });
        asked.on('timeout', () => asked.destroy(new Error('the upstream was silent for too long')));
        asked.end(forwarded.body);
        return asked;
    }

    /** Asks and passes the answer on as it is. */
    pass(forwarded: ForwardedRequest, response: ServerResponse): void {
        const asked = this.ask(forwarded);
        response.on('close', () => response.writableFinished || asked.destroy());
        asked.on('error', error => this.refuseUnreachable(response, error));
        asked.on('response', answer => {
            response.writeHead(answer.statusCode ?? 502, answerHeaders(answer.headers));
            response.flushHeaders();
            // when one side goes, so does the other
            pipeline(answer, response, () => undefined);
        });
    }

    /** Says that the API cannot be reached. */
    refuseUnreachable(response: ServerResponse, error: Error, more: Record<string, string> = {}): void {
        if (!response.destroyed) {
            this.setting.log.warn('meter.upstream-unreachable', { host: this.base.host, error });
        }
        const code = (error as NodeJS.ErrnoException).code;
        const said = `Dispatch cannot reach ${this.base.host}${code ? ` (${code})` : ''}.`;
        refuseLikeTheApi(response, 'api_error', said, more);
    }

    /** `/meter/v1/messages?beta=true` becomes `<base>/v1/messages?beta=true`. */
    private targetOf({ request, path }: ForwardedRequest): URL {
        const target = new URL(this.setting.baseUrl.replace(/\/+$/, '') + path.slice('/meter'.length));
        target.search = /^[^?#]*(\?[^#]*)?/.exec(request.url ?? '')?.[1] ?? '';
        return target;
    }

    private headersFor({ request, body }: ForwardedRequest): Record<string, string | string[] | undefined> {
        const kept = Object.entries(request.headers).filter(
            ([name]) => !NOT_SENT.has(name) && !name.startsWith('x-forwarded-') && !name.startsWith('x-dispatch-')
        );
        return {
            ...Object.fromEntries(kept),
            ...(request.method === 'GET' ? {} : { 'content-length': String(body.length) }),
            // the answer is read on its way, so it must not be compressed
            'accept-encoding': 'identity',
            'x-api-key': this.setting.apiKey
        };
    }
}

/** What is passed on of the head of an answer. */
export function answerHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const kept = Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name) && name !== 'set-cookie');
    return Object.fromEntries(kept);
}
