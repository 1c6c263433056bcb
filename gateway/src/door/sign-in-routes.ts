import { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { AttemptLimiter } from '../identity/attempt-limiter';
import { SessionCookie } from '../identity/session-cookie';
import { SignInLinks } from '../identity/sign-in-links';
import { SignIns } from '../identity/sign-ins';
import { MAX_KEY_CHARS, TerminalKey } from '../identity/terminal-key';
import { GatewayLog } from '../operations/log';
import { SignInAsk, signInPage } from './pages/sign-in-page';
import { safeNext } from './safe-next';

/** What signing in needs. Without `key` only one-time links sign in. */
export interface SignInServices {
    key: TerminalKey | undefined;
    signIns: SignIns;
    links: SignInLinks;
    limiter: AttemptLimiter;
    cookie: SessionCookie;
    log: GatewayLog;
}

/** The account that everybody signs in to as long as there are no people. */
const ACCOUNT = 'default';

const NO_STORE = 'no-store';

/** `GET /sign-in` shows the page and changes nothing; `POST /sign-in` takes the key or uses the link up. */
export class SignInRoutes {
    constructor(private readonly services: SignInServices) {}

    register(app: FastifyInstance): void {
        app.addContentTypeParser(
            'application/x-www-form-urlencoded',
            { parseAs: 'string', bodyLimit: 16 * 1024 },
            (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string)))
        );
        app.get('/sign-in', (request, reply) => this.show(request, reply));
        app.post(
            '/sign-in',
            {
                errorHandler: (error, _request, reply) => {
                    if (error instanceof DispatchError) {
                        throw error;
                    }
                    void this.answer(reply, 400, {
                        ask: this.defaultAsk(),
                        next: '/',
                        problem: 'That cannot be a key.'
                    });
                }
            },
            (request, reply) => this.signIn(request, reply)
        );
    }

    private async show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
        const query = request.query as Record<string, unknown>;
        const next = safeNext(query['next']);
        if (request.signIn) {
            return reply.header('cache-control', NO_STORE).redirect(next, 302);
        }
        if (typeof query['token'] !== 'string') {
            return this.answer(reply, 200, { ask: this.defaultAsk(), next });
        }
        return (await this.services.links.isGood(query['token']))
            ? this.answer(reply, 200, { ask: { by: 'link', token: query['token'] }, next })
            : this.linkExpired(reply, next);
    }

    private async signIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
        const body = (request.body ?? {}) as Record<string, string>;
        const next = safeNext(body['next']);
        const address = request.facts.clientAddress;
        const nowMs = performance.now();
        const waitMs = this.services.limiter.waitMs(address, nowMs);
        if (waitMs > 0) {
            return this.tooMany(reply, waitMs, next);
        }
        if (await this.isRight(body)) {
            return this.letIn(request, reply, next);
        }
        this.services.limiter.failed(address, nowMs);
        this.services.log.warn('identity.sign-in-refused', { address });
        return body['token'] === undefined
            ? this.answer(reply, 401, { ask: this.defaultAsk(), next, problem: this.wrongKey(body) })
            : this.linkExpired(reply, next);
    }

    private async isRight({ token, key }: Record<string, string>): Promise<boolean> {
        if (token !== undefined) {
            return this.services.links.redeem(token);
        }
        return key !== undefined && key.length <= MAX_KEY_CHARS && (this.services.key?.matches(key) ?? false);
    }

    /** A new id at every sign-in: one that was known before is worth nothing afterwards. */
    private async letIn(request: FastifyRequest, reply: FastifyReply, next: string): Promise<FastifyReply> {
        const { limiter, signIns, cookie, log } = this.services;
        limiter.succeeded(request.facts.clientAddress);
        if (request.signIn) {
            await signIns.remove(request.signIn.idHash);
        }
        const id = await signIns.create(ACCOUNT);
        log.info('identity.signed-in', { address: request.facts.clientAddress });
        return reply
            .header('set-cookie', cookie.set(id, request.facts.secure))
            .header('cache-control', NO_STORE)
            .redirect(next, 303);
    }

    private linkExpired(reply: FastifyReply, next: string): FastifyReply {
        const problem = 'This link was used already, or is older than 30 minutes.';
        return this.answer(reply, 410, { ask: this.defaultAsk(), next, problem });
    }

    private tooMany(reply: FastifyReply, waitMs: number, next: string): FastifyReply {
        const seconds = Math.ceil(waitMs / 1_000);
        const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;
        const problem = `Too many wrong attempts. Try again in ${wait}.`;
        return this.answer(reply.header('retry-after', seconds), 429, { ask: this.defaultAsk(), next, problem });
    }

    private wrongKey({ key }: Record<string, string>): string {
        if (!this.services.key) {
            return 'This installation has no key. Use a link.';
        }
        return key ? 'That is not the key.' : 'Enter the key.';
    }

    private defaultAsk(): SignInAsk {
        return this.services.key ? { by: 'key' } : { by: 'nothing' };
    }

    private answer(reply: FastifyReply, status: number, view: Parameters<typeof signInPage>[0]): FastifyReply {
        return reply
            .code(status)
            .type('text/html; charset=utf-8')
            .header('cache-control', NO_STORE)
            .send(signInPage(view));
    }
}
