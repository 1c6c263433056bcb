import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createServer, IncomingMessage, request, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { openGatewayDatabase } from '../storage/gateway-database';
import { Answer, BrowserLike } from '../testing/browser-like';
import { askOverUnixSocket } from '../supervision/unix-request';
import { eventually, TestInstallation } from '../testing/test-installation';
import { meterToken, meterTokenKey } from './meter-token';
import { PriceTable } from './price-table';
import { LedgerEntry, UsageLedger } from './usage-ledger';

const SESSION = '01JD8Z6V4X2M3N5P7Q9R1S0T2V';
const START =
    'event: message_start\ndata: {"type":"message_start","message":{"model":"claude-x","usage":{"input_tokens":10,"output_tokens":1}}}\n\n';
const END =
    'event: message_delta\ndata: {"type":"message_delta","usage":{"output_tokens":25}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n';

describe('the meter', () => {
    const installation = new TestInstallation();
    let upstream: Server;
    let seen: { request: IncomingMessage; body: string }[];
    let answer: (request: IncomingMessage, response: ServerResponse) => void;
    let browser: BrowserLike;
    let token: string;

    before(async () => {
        upstream = createServer((received, response) => {
            let body = '';
            received.on('data', chunk => (body += String(chunk)));
            received.on('end', () => {
                seen.push({ request: received, body });
                answer(received, response);
            });
        });
        await new Promise<void>(resolve => upstream.listen(0, '127.0.0.1', resolve));
        const { port } = await installation.start({
            ANTHROPIC_API_KEY: 'sk-canary',
            ANTHROPIC_BASE_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/base/`
        });
        await installation.sessionHostReady();
        browser = new BrowserLike(port);
        token = meterToken(SESSION, meterTokenKey(installation.secret));
    });

    beforeEach(() => {
        seen = [];
        answer = (_request, response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'r1' });
            response.end(START + END);
        };
    });

    after(async () => {
        await installation.dispose();
        upstream.closeAllConnections();
        upstream.close();
    });

    const ask = (
        path = '/v1/messages',
        headers: Record<string, string> = {},
        body = '{"stream":true}'
    ): Promise<Answer> =>
        browser.ask(`/meter${path}`, { method: 'POST', body, headers: { 'x-api-key': token, ...headers } });

    const ledger = async (): Promise<LedgerEntry[]> => {
        const database = await openGatewayDatabase(installation.layout.database);
        const entries = await new UsageLedger(database, () => new PriceTable([], 0)).ofSession(SESSION);
        await database.destroy();
        return entries;
    };

    const nextEntry = async (before: number): Promise<LedgerEntry | undefined> =>
        eventually(async () => {
            const entries = await ledger();
            return entries.length > before ? entries.at(-1) : undefined;
        });

    for (const path of ['/v1/mess%61ges', '/v1/messages#x', '/v1/messages#?x=y']) {
        it(`writes down what a call cost however its path is written: ${path}`, async () => {
            const before = (await ledger()).length;
            expect((await ask(path)).status).to.equal(200);
            expect(seen.map(({ request }) => request.url)).to.deep.equal(['/base/v1/messages']);
            expect((await nextEntry(before))?.outputTokens).to.equal(25);
        });
    }

    it('asks again where a kept connection had been closed meanwhile, and writes down one call', async () => {
        const before = (await ledger()).length;
        const answered = answer;
        const asked = new WeakSet<object>();
        let broken = 0;
        answer = (received, response) => {
            if (asked.has(received.socket) && broken === 0) {
                broken++;
                received.socket.destroy();
                return;
            }
            asked.add(received.socket);
            answered(received, response);
        };
        expect((await ask()).status).to.equal(200);
        expect((await ask()).status).to.equal(200);
        expect(broken).to.equal(1);
        await eventually(async () => ((await ledger()).length === before + 2 ? true : undefined));
        expect((await ledger()).slice(before).map(({ outcome }) => outcome)).to.deep.equal(['complete', 'complete']);
    });

    it('forwards with the key, which the session never sees, and without what is the session’s', async () => {
        const before = (await ledger()).length;
        const answered = await ask('/v1/messages?beta=true', {
            'anthropic-version': '2023-06-01',
            cookie: 'a=b',
            'accept-encoding': 'br'
        });
        expect([answered.status, answered.body, answered.headers['request-id']]).to.deep.equal([
            200,
            START + END,
            'r1'
        ]);
        const [received] = seen;
        expect([received?.request.url, received?.body]).to.deep.equal([
            '/base/v1/messages?beta=true',
            '{"stream":true}'
        ]);
        expect(received?.request.headers).to.include({
            'x-api-key': 'sk-canary',
            'anthropic-version': '2023-06-01',
            'accept-encoding': 'identity'
        });
        expect(received?.request.headers).not.to.have.any.keys('cookie', 'authorization');
        expect(JSON.stringify(received?.request.headers)).not.to.contain(token);
        const { atMs, ...entry } = (await nextEntry(before)) ?? { atMs: 0 };
        expect(entry).to.deep.equal({
            sessionId: SESSION,
            person: 'default',
            model: 'claude-x',
            inputTokens: 10,
            outputTokens: 25,
            cacheCreationTokens: 0,
            cacheCreation1hTokens: 0,
            cacheReadTokens: 0,
            webSearches: 0,
            outcome: 'complete',
            costNano: undefined
        });
        expect(atMs).to.be.closeTo(Date.now(), 5_000);
        expect(await ledger()).to.have.length(before + 1);
    });

    it('takes the token as a bearer too', async () => {
        expect((await ask('/v1/messages', { 'x-api-key': '', authorization: `Bearer ${token}` })).status).to.equal(401);
        const answered = await browser.ask('/meter/v1/messages', {
            method: 'POST',
            body: '{}',
            headers: { authorization: `Bearer ${token}` }
        });
        expect(answered.status).to.equal(200);
    });

    it('S38: refuses every other token, a sign-in, and a request that a proxy passed on', async () => {
        const forged = meterToken(SESSION, meterTokenKey('another secret'));
        for (const key of ['', 'sk-canary', forged, `${token}x`]) {
            const answered = await ask('/v1/messages', { 'x-api-key': key });
            expect(answered.status, key).to.equal(401);
            expect(JSON.parse(answered.body)).to.have.nested.property('error.type', 'authentication_error');
        }
        expect((await ask('/v1/messages', { 'x-forwarded-for': '203.0.113.7' })).status).to.equal(403);
        expect((await ask('/v1/complete')).status, 'a path that is not metered').to.equal(401);
        expect(seen).to.have.length(0);
    });

    it('passes a stream on piece by piece, and counts and ends it when the client goes', async () => {
        const before = (await ledger()).length;
        const upstreamClosed = new Promise(resolve => {
            answer = (_request, response) => {
                response.writeHead(200, { 'content-type': 'text/event-stream' });
                response.write(START);
                response.on('close', resolve);
            };
        });
        const sent = request({
            port: browser.port,
            host: '127.0.0.1',
            path: '/meter/v1/messages',
            method: 'POST',
            headers: { 'x-api-key': token, host: browser.host }
        });
        sent.on('error', () => undefined);
        sent.end('{}');
        const first = await new Promise(resolve =>
            sent.on('response', received =>
                received.on('error', () => undefined).once('data', chunk => resolve(String(chunk)))
            )
        );
        expect(first).to.equal(START);
        sent.destroy();
        await upstreamClosed;
        expect(await nextEntry(before)).to.include({ inputTokens: 10, outputTokens: 1, outcome: 'cut' });
        expect(await ledger()).to.have.length(before + 1);
    });

    it('counts what was reported when the upstream breaks off, and breaks off too', async () => {
        const before = (await ledger()).length;
        answer = (_request, response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.write(START, () => response.destroy());
        };
        const broken = await ask().then(
            () => undefined,
            (error: NodeJS.ErrnoException) => error.code
        );
        expect(broken).to.equal('ECONNRESET');
        expect(await nextEntry(before)).to.include({ inputTokens: 10, outcome: 'cut' });
    });

    it('counts an answer that is not streamed, and passes errors on with their headers, uncounted', async () => {
        const before = (await ledger()).length;
        for (const status of [400, 401, 429, 529]) {
            answer = (_request, response) => {
                response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '8' });
                response.end('{"type":"error"}');
            };
            // each of another model, since the upstream asks to wait with this one
            const refused = await ask('/v1/messages', {}, `{"model":"claude-${status}"}`);
            expect([refused.status, refused.body]).to.deep.equal([status, '{"type":"error"}']);
            expect(Number(refused.headers['retry-after'])).to.be.within(8, 10);
        }
        answer = (_request, response) => {
            response.writeHead(200, { 'content-type': 'application/json' });
            response.end('{"model":"claude-y","usage":{"input_tokens":3,"output_tokens":4}}');
        };
        await ask('/v1/messages/count_tokens');
        await ask();
        expect(await nextEntry(before)).to.include({
            model: 'claude-y',
            inputTokens: 3,
            outputTokens: 4,
            outcome: 'complete'
        });
        expect(await ledger()).to.have.length(before + 1);
    });

    it('lists models, and refuses a request that is too large', async () => {
        answer = (_request, response) => response.end('{"data":[]}');
        const models = await browser.ask('/meter/v1/models?limit=5', { headers: { 'x-api-key': token } });
        expect([models.body, seen[0]?.request.url]).to.deep.equal(['{"data":[]}', '/base/v1/models?limit=5']);
        const large = await ask('/v1/messages', {}, 'x'.repeat(34 * 1024 * 1024)).catch(() => undefined);
        expect(large?.status ?? 413).to.equal(413);
    });
});

describe('the meter without what it needs', () => {
    const installation = new TestInstallation();

    after(() => installation.dispose());

    it('says what to do when there is no key', async () => {
        const { port } = await installation.start();
        await installation.sessionHostReady();
        const token = meterToken(SESSION, meterTokenKey(installation.secret));
        const answered = await new BrowserLike(port).ask('/meter/v1/messages', {
            method: 'POST',
            headers: { 'x-api-key': token }
        });
        expect(answered.status).to.equal(401);
        expect(JSON.parse(answered.body)).to.deep.equal({
            type: 'error',
            error: {
                type: 'authentication_error',
                message: 'Dispatch has no API key. Set ANTHROPIC_API_KEY and start Dispatch again.'
            }
        });
    });

    it('says that the API cannot be reached', async () => {
        const { port } = await installation.start({
            DISPATCH_DATA_DIR: `${installation.folder}/second`,
            ANTHROPIC_API_KEY: 'sk-canary',
            ANTHROPIC_BASE_URL: 'http://127.0.0.1:1'
        });
        const secret = readFileSync(`${installation.folder}/second/run/secret`, 'utf8');
        const socketPath = `${installation.folder}/second/run/session-host.sock`;
        await eventually(() =>
            askOverUnixSocket({ socketPath, secret, method: 'GET', path: '/health', timeoutMs: 2_000 }).catch(
                () => undefined
            )
        );
        const token = meterToken(SESSION, meterTokenKey(secret));
        const answered = await new BrowserLike(port).ask('/meter/v1/messages', {
            method: 'POST',
            body: '{}',
            headers: { 'x-api-key': token }
        });
        expect([answered.status, JSON.parse(answered.body).error.message]).to.deep.equal([
            502,
            'Dispatch cannot reach 127.0.0.1:1 (ECONNREFUSED).'
        ]);
    });
});
