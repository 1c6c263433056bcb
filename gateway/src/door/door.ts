import './fastify-fields';
import fastify, { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { asDispatchError, DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { GatewayLog } from '../operations/log';
import { ApiServices, registerApiRoutes } from './api-routes';
import { limitBody } from './body-limit';
import { isNavigation } from './browser-rules';
import { DoorErrors, statusOf } from './door-errors';
import { Guard, MISDIRECTED } from './guard';
import { hijackWithHeaders } from './hijack';
import { HttpPipe } from './http-pipe';
import { ideFailedPage, notFoundPage, problemPage, startingPage } from './pages/status-pages';
import { RequestReader } from './request-facts';
import { ContentKind, securityHeaders } from './security-headers';
import { SignInRoutes, SignInServices } from './sign-in-routes';
import { pipeUpgrade, refuseUpgrade } from './socket-pipe';
import { registerDoorAssets, registerFrontendFiles } from './static-files';
import { IDE_ROUTES, UPGRADE_ROUTES } from './theia-routes';
import { Upstream } from './upstream';

/** What the door stands on. */
export interface DoorServices extends SignInServices, ApiServices {
    reader: RequestReader;
    upstreams: { ide: Upstream; 'session-host': Upstream };
    assetsFolder: string;
    staticFolder: string;
    /** Registers the meter's routes, which answer to tokens and not to sign-ins. */
    registerMeter(app: FastifyInstance): void;
    /** Registers `/api/usage…`. */
    registerUsage(app: FastifyInstance): void;
    log: GatewayLog;
}

/** Largest head of a request, and largest body of our own routes, in bytes. Uploads to the ide are streamed without limit. */
const MAX_HEAD_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 64 * 1024;
/** A client that has not sent the whole head of its request in this time is let go. */
const HEAD_LIMIT_MS = 10_000;
/** The same for the body, unless the request was let in and is streamed to another process. */
const BODY_LIMIT_MS = 10_000;

/** The one door: every request and every upgrade comes in here, and nothing else listens to the network. */
export class Door {
    private readonly guard: Guard;
    private readonly pipe = new HttpPipe();
    private stopping = false;
    /** Every route there is, for the test that enumerates them. */
    readonly routes: { method: string; url: string }[] = [];

    private constructor(
        readonly app: FastifyInstance,
        private readonly services: DoorServices
    ) {
        this.guard = new Guard(services.signIns, services.cookie);
    }

    /** Builds the door without opening it; `app.listen` does that. */
    static async build(services: DoorServices): Promise<Door> {
        const app = fastify({
            logger: false,
            bodyLimit: MAX_BODY_BYTES,
            forceCloseConnections: true,
            http: { maxHeaderSize: MAX_HEAD_BYTES, headersTimeout: HEAD_LIMIT_MS, connectionsCheckingInterval: 2_000 },
            requestTimeout: 0,
            routerOptions: { maxParamLength: 1_000 }
        });
        const door = new Door(app, services);
        await door.register();
        return door;
    }

    /** From now on nothing new comes in, and `/healthz` says so. */
    beginStop(): void {
        this.stopping = true;
        this.services.sockets.closeAll();
    }

    async close(): Promise<void> {
        this.beginStop();
        this.pipe.dispose();
        await this.app.close();
    }

    private async register(): Promise<void> {
        const { app, services } = this;
        app.addHook('onRoute', ({ method, url }) => {
            this.routes.push(...[method].flat().map(name => ({ method: name, url })));
        });
        app.addHook('onRequest', (request, reply) => this.admit(request, reply));
        app.setErrorHandler((error, request, reply) => this.answerError(error, request, reply));
        app.setNotFoundHandler((request, reply) => this.answerError(DoorErrors.noSuchPage(), request, reply));
        app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
            socket.on('error', () => socket.destroy());
            this.upgrade(request, socket, head).catch((error: unknown) => {
                services.log.error('door.upgrade-failed', { error });
                refuseUpgrade(socket, 503);
            });
        });

        app.get('/healthz', async (_request, reply) =>
            reply.code(this.stopping ? 503 : 200).send({ status: this.stopping ? 'stopping' : 'ok' })
        );
        registerDoorAssets(app, services.assetsFolder);
        new SignInRoutes(services).register(app);
        registerApiRoutes(app, services);
        await app.register(async scope => services.registerUsage(scope));
        await app.register(async scope => services.registerMeter(scope));
        await app.register(async scope => this.registerIdeRoutes(scope));
        app.get('/', (request, reply) => this.openIde(request, reply));
        await registerFrontendFiles(app, services.staticFolder);
    }

    /** Every request passes here first, also those that match no route. */
    private async admit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
        const liftBodyLimit = limitBody(request.raw, BODY_LIMIT_MS);
        const facts = this.services.reader.read(request.raw);
        request.facts = facts;
        reply.headers(securityHeaders(this.contentKind(request), facts));
        if (!facts.hostKind) {
            return reply.code(MISDIRECTED).type('text/plain').send(wrongHost(facts.host));
        }
        if (facts.hostKind === 'webview') {
            return this.answerWebview(request, reply);
        }
        if (isLoopbackByNumber(request)) {
            return reply.redirect(`http://localhost:${request.facts.host.split(':')[1] ?? '80'}${request.url}`, 302);
        }
        const { signIn } = await this.guard.admit(request.raw, facts, request.routeOptions.url);
        request.signIn = signIn;
        if (this.stopping && request.routeOptions.url !== '/healthz') {
            throw DoorErrors.stopping();
        }
        if (isStreamed(request)) {
            liftBodyLimit();
        }
        return undefined;
    }

    private contentKind(request: FastifyRequest): ContentKind {
        if (request.facts.hostKind === 'webview') {
            return 'webview';
        }
        return /^\/(sign-in|door|api|healthz|meter)\b/.test(request.url) ? 'page' : 'ide';
    }

    /** A webview's host holds static files of Theia and nothing else: no sign-in, no cookie, no other path. */
    private answerWebview(request: FastifyRequest, reply: FastifyReply): FastifyReply {
        const isStatic = request.method === 'GET' || request.method === 'HEAD';
        if (!isStatic || !/^\/webview\/[\w./-]+(\?|$)/.test(request.url) || request.url.includes('..')) {
            return reply.code(404).type('text/plain').send('There is nothing at this address.');
        }
        return this.pipeToIde(request, reply);
    }

    private registerIdeRoutes(scope: FastifyInstance): void {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
        for (const route of IDE_ROUTES) {
            scope.route({ ...route, handler: (request, reply) => this.pipeToIde(request, reply) });
        }
    }

    private pipeToIde(request: FastifyRequest, reply: FastifyReply): FastifyReply {
        hijackWithHeaders(reply);
        this.pipe.pipe({
            request: request.raw,
            response: reply.raw,
            upstream: this.services.upstreams.ide,
            host: request.facts.host,
            mayHaveCookies: request.facts.hostKind === 'own',
            whenUnreachable: error => {
                this.services.log.debug('door.ide-unreachable', { error });
                reply.raw.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
                reply.raw.end(JSON.stringify({ error: DoorErrors.ideDown().toWire() }));
            }
        });
        return reply;
    }

    private async openIde(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
        const { ide } = this.services;
        if (ide.state === 'healthy') {
            return reply.sendFile('index.html');
        }
        const page =
            ide.state === 'failed' ? ideFailedPage(ide.reason ?? 'No reason is known.', ide.logFile) : startingPage();
        return reply.code(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
    }

    private async upgrade(request: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
        const { reader, upstreams, sockets } = this.services;
        const facts = reader.read(request);
        if (!facts.hostKind) {
            return refuseUpgrade(client, MISDIRECTED);
        }
        const admitted =
            facts.hostKind === 'own' ? await this.guard.admitUpgrade(request, facts) : DoorErrors.otherSite();
        if (admitted instanceof DispatchError) {
            return refuseUpgrade(client, statusOf(admitted));
        }
        const target = UPGRADE_ROUTES.get((request.url ?? '').split('?')[0] ?? '');
        if (!target || request.headers.upgrade?.toLowerCase() !== 'websocket') {
            return refuseUpgrade(client, 404);
        }
        if (this.stopping) {
            return refuseUpgrade(client, 503);
        }
        sockets.add(admitted.idHash, client);
        pipeUpgrade({ request, client, head, upstream: upstreams[target], host: facts.host });
    }

    private answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
        const error = this.asDoorError(thrown);
        if (error.kind === 'internal') {
            this.services.log.error('door.request-failed', {
                error: error.cause ?? error,
                path: request.routeOptions.url
            });
        }
        reply.header('cache-control', 'no-store');
        if (!isNavigation(request.raw)) {
            return reply.code(statusOf(error)).send({ error: error.toWire() });
        }
        if (error.kind === 'unauthenticated') {
            return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 302);
        }
        const page = error.kind === 'not-found' ? notFoundPage() : problemPage('That did not work', error.message);
        return reply.code(statusOf(error)).type('text/html; charset=utf-8').send(page);
    }

    /** Fastify's own refusals (a body too large, a broken content type) are the client's mistakes, not ours. */
    private asDoorError(thrown: unknown): DispatchError {
        const status = (thrown as { statusCode?: number }).statusCode ?? 500;
        return thrown instanceof Error && !(thrown instanceof DispatchError) && status < 500
            ? DoorErrors.badRequest(undefined, thrown)
            : asDispatchError(thrown);
    }
}

/** Webviews need names below the page's host, and an IP address has none: who typed 127.0.0.1 is sent to localhost. */
function isLoopbackByNumber(request: FastifyRequest): boolean {
    return /^127\.0\.0\.1(:|$)/.test(request.facts.host) && request.method === 'GET' && isNavigation(request.raw);
}

/** Uploads may take as long as they move; a call to the Messages API as long as the machine is slow. */
function isStreamed({ routeOptions: { url } }: FastifyRequest): boolean {
    return url !== undefined && (url.startsWith('/meter/') || IDE_ROUTES.some(route => route.url === url));
}

function wrongHost(host: string): string {
    return `Dispatch does not answer to "${host.slice(0, 100)}". If this is its address, set PUBLIC_URL to it and start Dispatch again.\n`;
}
