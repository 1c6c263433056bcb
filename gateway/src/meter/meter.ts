import { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { IncomingMessage, ServerResponse } from 'node:http';
import { LIMIT_HEADER } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { hijackWithHeaders } from '../door/hijack';
import { GatewayLog } from '../operations/log';
import { Admission, Admitted, Refusal } from './admission';
import { FailedCalls, Held, nameOfCall } from './failed-calls';
import { refuseLikeTheApi } from './meter-answer';
import { sessionOfToken } from './meter-token';
import { MeteredCall } from './metered-call';
import { estimateCall } from './request-estimate';
import { readRequest, RequestTooLarge } from './request-body';
import { RunningSessionList } from './running-sessions';
import { SpendBook } from './spend-book';
import { UpstreamApi } from './upstream-api';
import { UsageLedger } from './usage-ledger';

/** Everything is one person's, until there are several. */
export const THE_PERSON = 'default';

/** What the meter needs. Without `apiKey` it explains what to do instead of forwarding. */
export interface MeterSetting {
    apiKey: string | undefined;
    tokenKey: string;
    upstream: UpstreamApi;
    sessions: RunningSessionList;
    ledger: UsageLedger;
    spent: SpendBook;
    admission: Admission;
    log: GatewayLog;
    /** How long a stream may be silent, in ms. */
    streamSilenceMs: number;
    now(): number;
}

/**
 * The only way from Claude processes to the Messages API. It checks the session's token, its limits and those of the
 * person, adds the key, which no other process knows, and writes down what each call cost, once, however it ended.
 */
export class Meter {
    private readonly failures: FailedCalls;

    constructor(private readonly setting: MeterSetting) {
        this.failures = new FailedCalls(() => setting.now());
    }

    /** The routes; they must be on the access list as the meter's. */
    register(app: FastifyInstance): void {
        app.removeAllContentTypeParsers();
        app.addContentTypeParser('*', (_request, _payload, done) => done(null));
        const handler = (request: FastifyRequest, reply: FastifyReply): void => {
            hijackWithHeaders(reply);
            this.answer(request, reply.raw).catch((error: unknown) => {
                this.setting.log.error('meter.call-failed', { error });
                refuseLikeTheApi(
                    reply.raw,
                    'api_error',
                    'Dispatch could not write down this call, so it was not made.'
                );
            });
        };
        app.post('/meter/v1/messages', handler);
        app.post('/meter/v1/messages/count_tokens', handler);
        app.get('/meter/v1/models', { exposeHeadRoute: false }, handler);
        app.get('/meter/limits', { exposeHeadRoute: false }, handler);
    }

    dispose(): void {
        this.setting.upstream.dispose();
    }

    private async answer(request: FastifyRequest, response: ServerResponse): Promise<void> {
        const sessionId = await this.admitToken(request, response);
        if (sessionId === undefined) {
            return;
        }
        // the route's own path, not as the client wrote it: `%6d` and `#` would pass by the ledger
        const path = request.routeOptions.url ?? '';
        if (path === '/meter/limits') {
            return this.tellAllowance(sessionId, response);
        }
        if (!this.setting.apiKey) {
            return refuseLikeTheApi(
                response,
                'authentication_error',
                'Dispatch has no API key. Set ANTHROPIC_API_KEY and start Dispatch again.'
            );
        }
        const body = await this.readBody(request.raw, response);
        if (!body) {
            return;
        }
        if (path === '/meter/v1/messages') {
            return this.meter({ request: request.raw, path, sessionId, body }, response);
        }
        this.setting.upstream.pass({ request: request.raw, path, body }, response);
    }

    /** The session whose token was shown, if it runs; else the refusal has been sent. */
    private async admitToken(request: FastifyRequest, response: ServerResponse): Promise<string | undefined> {
        if (!request.facts.isDirectAndLocal) {
            refuseLikeTheApi(response, 'permission_error', 'The meter answers to processes of this machine only.');
            return undefined;
        }
        const sessionId = sessionOfToken(tokenOf(request.raw), this.setting.tokenKey);
        if (!sessionId) {
            refuseLikeTheApi(response, 'authentication_error', 'This is not the token of a Dispatch session.');
            return undefined;
        }
        try {
            if (await this.setting.sessions.find(sessionId)) {
                return sessionId;
            }
            refuseLikeTheApi(response, 'authentication_error', 'The Dispatch session of this token has ended.');
        } catch (error) {
            this.setting.log.warn('meter.session-host-unreachable', { error });
            refuseLikeTheApi(response, 'api_error', 'Dispatch cannot reach its sessions just now.', {
                'retry-after': '1'
            });
        }
        return undefined;
    }

    private async readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer | undefined> {
        try {
            return await readRequest(request);
        } catch (error) {
            if (error instanceof RequestTooLarge) {
                refuseLikeTheApi(response, 'request_too_large', error.message);
            } else {
                // the client has gone in the middle of its request
                response.destroy();
            }
            return undefined;
        }
    }

    private async tellAllowance(sessionId: string, response: ServerResponse): Promise<void> {
        await this.setting.spent.open(THE_PERSON, sessionId);
        response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(JSON.stringify(this.setting.admission.allowance(THE_PERSON, sessionId)));
    }

    private async meter(asked: AskedCall, response: ServerResponse): Promise<void> {
        const { ledger, spent, admission, now } = this.setting;
        const { sessionId, body } = asked;
        const estimate = estimateCall(body);
        const names = { call: nameOfCall(sessionId, body), lane: `${sessionId}:${estimate.model}` };
        const held = this.failures.hold(names.call, names.lane);
        if (held) {
            return this.refuseHeld(held, response);
        }
        await spent.open(THE_PERSON, sessionId);
        const admitted = admission.admit(THE_PERSON, sessionId, estimate);
        if (isRefusal(admitted)) {
            this.setting.log.info('meter.limit-reached', { sessionId, limit: admitted.limit });
            return this.refuseForLimit(admitted, response);
        }
        const id = await reserve(admitted, () => ledger.reserve({ sessionId, person: THE_PERSON, ...estimate }, now()));
        const { upstream, log, streamSilenceMs } = this.setting;
        const call = { ...asked, ...names, id, person: THE_PERSON, admitted };
        new MeteredCall(call, { upstream, ledger, spent, failures: this.failures, log, streamSilenceMs, now }).run(
            response
        );
    }

    private refuseForLimit({ limit, reason, untilMs, soon }: Refusal, response: ServerResponse): void {
        refuseLikeTheApi(response, 'rate_limit_error', `Dispatch: ${reason}`, {
            [LIMIT_HEADER]: limit,
            'x-should-retry': String(soon),
            ...(untilMs === undefined ? {} : { 'retry-after': this.secondsUntil(untilMs) })
        });
    }

    private refuseHeld({ status, untilMs }: Held, response: ServerResponse): void {
        const said =
            status === 429
                ? 'The rate limit of the API is reached'
                : `Claude has a problem or is overloaded (${status})`;
        if (untilMs === undefined) {
            const message = `${said}. Dispatch tried several times and asks no more for now.`;
            const type = status === 429 ? 'rate_limit_error' : 'api_error';
            return refuseLikeTheApi(response, type, message, { 'x-should-retry': 'false' }, status === 429 ? 429 : 503);
        }
        const seconds = this.secondsUntil(untilMs);
        refuseLikeTheApi(response, 'rate_limit_error', `${said}. It asks to wait for ${seconds} s.`, {
            'retry-after': seconds,
            'x-should-retry': String(Number(seconds) <= 60)
        });
    }

    private secondsUntil(atMs: number): string {
        return String(Math.max(1, Math.ceil((atMs - this.setting.now()) / 1_000)));
    }
}

/** A call that was let in. */
interface AskedCall {
    request: IncomingMessage;
    path: string;
    sessionId: string;
    body: Buffer;
}

function isRefusal(answer: Admitted | Refusal): answer is Refusal {
    return 'limit' in answer;
}

/** What cannot be written down is not done. */
async function reserve(admitted: Admitted, write: () => Promise<number>): Promise<number> {
    try {
        return await write();
    } catch (error) {
        admitted.release();
        throw error;
    }
}

function tokenOf(request: IncomingMessage): string {
    const key = request.headers['x-api-key'];
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return (typeof key === 'string' ? key : bearer) ?? '';
}
