import { expect } from 'chai';
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { openGatewayDatabase } from '../storage/gateway-database';
import { Answer, BrowserLike } from '../testing/browser-like';
import { FakeUpstream, STREAM_START, streamWhole } from '../testing/fake-upstream';
import { eventually, TEST_KEY, TestInstallation } from '../testing/test-installation';
import { meterToken, meterTokenKey } from './meter-token';
import { PriceTable } from './price-table';
import { LedgerEntry, UsageLedger } from './usage-ledger';

const [FIRST, SECOND, ENDED] = ['V', 'W', 'X'].map(last => `01JD8Z6V4X2M3N5P7Q9R1S0T2${last}`);
const BODY = '{"model":"claude-sonnet-5-5","max_tokens":100,"stream":true}';

describe('metering', function () {
    this.timeout(60_000);
    let installation: TestInstallation;
    let upstream: FakeUpstream;
    let programs: ChildProcess[];

    beforeEach(async () => {
        installation = new TestInstallation();
        upstream = await FakeUpstream.start();
        programs = [];
    });

    afterEach(async () => {
        for (const program of programs) {
            program.kill('SIGKILL');
            await (program.exitCode === null && program.signalCode === null ? once(program, 'exit') : undefined);
        }
        await installation.dispose();
        upstream.close();
    });

    const variables = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
        ANTHROPIC_API_KEY: 'sk-canary',
        ANTHROPIC_BASE_URL: upstream.url,
        ...more
    });
    const start = async (more: NodeJS.ProcessEnv = {}): Promise<BrowserLike> => {
        const { port } = await installation.start(variables(more));
        await installation.sessionHostReady();
        return new BrowserLike(port);
    };
    const startProcess = async (more: NodeJS.ProcessEnv = {}): Promise<[BrowserLike, ChildProcess]> => {
        const program = spawn(
            process.execPath,
            [join(resolve(__dirname, '..', 'testing'), 'gateway-main.js'), installation.folder],
            { env: installation.environment(variables(more)), stdio: ['ignore', 'pipe', 'inherit'] }
        );
        programs.push(program);
        let output = '';
        program.stdout?.on('data', chunk => (output += String(chunk)));
        const port = await eventually(() => Number(/dispatch\.localhost:(\d+)\s/.exec(output)?.[1]) || undefined);
        await installation.sessionHostReady();
        return [new BrowserLike(port), program];
    };
    const ask = (browser: BrowserLike, session = FIRST, body = BODY): Promise<Answer> =>
        browser.ask('/meter/v1/messages', {
            method: 'POST',
            body,
            headers: { 'x-api-key': meterToken(session, meterTokenKey(installation.secret)) }
        });
    const ledger = async (session = FIRST): Promise<LedgerEntry[]> => {
        const database = await openGatewayDatabase(installation.layout.database);
        const entries = await new UsageLedger(database, () => new PriceTable([], 0)).ofSession(session);
        await database.destroy();
        return entries;
    };
    const settled = (count: number, session = FIRST): Promise<LedgerEntry[]> =>
        eventually(async () => {
            const entries = await ledger(session);
            return entries.length >= count ? entries : undefined;
        });
    const signedIn = async (browser: BrowserLike): Promise<BrowserLike> => {
        await browser.signIn(TEST_KEY);
        return browser;
    };
    const read = async (browser: BrowserLike, path: string): Promise<Record<string, unknown>> =>
        JSON.parse((await browser.call(path, 'GET')).body) as Record<string, unknown>;
    const change = (browser: BrowserLike, path: string, body: object): Promise<Answer> =>
        browser.ask(path, {
            method: 'PUT',
            body: JSON.stringify(body),
            headers: { origin: browser.origin, 'x-dispatch': '1', 'content-type': 'application/json' }
        });

    it('S39: passes one of fifty requests that come at once with one token left, and waits for its end', async () => {
        const browser = await start({ CLAUDE_TOKENS_PER_DAY: '36' });
        await ask(browser);
        await settled(1);
        const answered = await Promise.all(
            Array.from({ length: 50 }, (_, index) => ask(browser, index % 2 ? FIRST : SECOND))
        );
        expect(upstream.seen).to.have.length(2);
        expect(answered.filter(({ status }) => status === 200)).to.have.length(1);
        const refused = answered.filter(({ status }) => status === 429);
        expect(refused).to.have.length(49);
        expect(refused[0].headers).to.include({ 'x-dispatch-limit': 'personTokensPerDay' });
        const last = await eventually(async () => {
            const answer = await ask(browser);
            return answer.headers['x-should-retry'] === 'false' ? answer : undefined;
        });
        expect(JSON.parse(last.body)).to.have.nested.property('error.type', 'rate_limit_error');
        expect(last.body).to.contain('The budget of 36 tokens a day for you is used up (70).');
        expect(Number(last.headers['retry-after'])).to.be.within(1, 86_400);
        expect(upstream.seen).to.have.length(2);
    });

    it('S39: has a line for every request that the upstream saw, also after kill -9 in mid-stream', async () => {
        const [browser, program] = await startProcess();
        await ask(browser);
        await settled(1);
        upstream.answer = (_request, response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.write(STREAM_START);
        };
        const cut = request({
            port: browser.port,
            host: '127.0.0.1',
            path: '/meter/v1/messages',
            method: 'POST',
            headers: {
                host: browser.host,
                'x-api-key': meterToken(FIRST, meterTokenKey(installation.secret))
            }
        });
        // the gateway may be killed before it has answered at all
        const gone = new Promise(done => cut.on('close', done));
        cut.on('response', answer => answer.on('error', () => undefined).resume());
        cut.on('error', () => undefined);
        cut.end(BODY);
        await eventually(async () => {
            const database = await openGatewayDatabase(installation.layout.database);
            const row = await database.selectFrom('usage_reservation').selectAll().executeTakeFirst();
            await database.destroy();
            return row?.reported_json ? true : undefined;
        });
        program.kill('SIGKILL');
        await gone;
        upstream.answer = streamWhole;
        const [again] = await startProcess();
        await ask(again);
        const lines = await settled(3);
        expect(upstream.seen).to.have.length(3);
        expect(lines.map(line => [line.outcome, line.inputTokens, line.outputTokens])).to.deep.equal([
            ['complete', 10, 25],
            ['unknown', 10, 1],
            ['complete', 10, 25]
        ]);
    });

    it('S40: makes a call that fails three times at most, says so with and without retry-after, and spares other sessions', async () => {
        const browser = await start();
        upstream.answer = (received, response, body) => {
            const { status, after } = JSON.parse(body) as { status: number; after?: number };
            if (status === 200) {
                return streamWhole(received, response);
            }
            response.writeHead(status, after === undefined ? {} : { 'retry-after': String(after) });
            response.end('{"type":"error","error":{"type":"api_error","message":"no"}}');
        };
        const body = (status: number, more = ''): string => `{"model":"m${status}","status":${status}${more}}`;
        const tries = async (text: string, times: number): Promise<[number, string | undefined][]> => {
            const answers: [number, string | undefined][] = [];
            for (let attempt = 0; attempt < times; attempt++) {
                const { status, headers } = await ask(browser, FIRST, text);
                answers.push([status, headers['x-should-retry'] as string | undefined]);
            }
            return answers;
        };
        const seen = (text: string): number => upstream.seen.filter(request => request.body === text).length;

        expect(await tries(body(529), 4)).to.deep.equal([
            [529, undefined],
            [529, undefined],
            [529, 'false'],
            [503, 'false']
        ]);
        expect(seen(body(529))).to.equal(3);
        const waits = body(429, ',"after":30');
        expect(await tries(waits, 3)).to.deep.equal([
            [429, undefined],
            [429, 'true'],
            [429, 'true']
        ]);
        expect(seen(waits), 'it is not asked before the time that it has set').to.equal(1);
        expect(await tries(body(400), 5)).to.deep.equal(Array.from({ length: 5 }, () => [400, undefined]));
        expect(
            (await ask(browser, FIRST, body(429, ',"after":3600'))).headers['x-should-retry'],
            'its lane waits'
        ).to.equal('true');
        expect((await ask(browser, SECOND, body(429, ',"after":3600'))).headers['x-should-retry']).to.equal('false');
        expect((await ask(browser, SECOND, body(200))).status, 'another session').to.equal(200);
        expect((await settled(1, SECOND)).length).to.equal(1);
        expect(await ledger()).to.deep.equal([]);
    });

    it('S40: gives up a stream that stalls, one with an event of 200 MiB, and one that is no JSON, and counts each', async () => {
        const browser = await start({ CLAUDE_STREAM_SILENCE_S: '1' });
        const broken = async (write: (response: ServerResponse) => void, text: string): Promise<string> => {
            upstream.answer = (_request, response) => {
                response.on('error', () => undefined);
                response.writeHead(200, { 'content-type': 'text/event-stream' });
                write(response);
            };
            return ask(browser, FIRST, text).then(
                () => 'whole',
                (error: NodeJS.ErrnoException) => error.code ?? error.message
            );
        };
        expect(await broken(response => response.write(STREAM_START), '{"n":1}')).to.equal('ECONNRESET');
        const large = await broken(response => {
            response.write(`${STREAM_START}data: "`);
            const mebibyte = Buffer.alloc(1024 * 1024, 'x');
            const more = (): void => {
                for (let isRoom = true; isRoom && !response.destroyed;) {
                    isRoom = response.write(mebibyte);
                }
            };
            response.on('drain', more);
            more();
        }, '{"n":2}');
        expect(large).to.equal('ECONNRESET');
        expect(await broken(response => response.end('data: {"type":"mess\n\n'), '{"n":3}')).to.equal('whole');
        const lines = await settled(3);
        expect(lines.map(({ outcome, inputTokens }) => [outcome, inputTokens])).to.deep.equal([
            ['cut', 10],
            ['cut', 10],
            ['unknown', 0]
        ]);
        upstream.answer = streamWhole;
        expect((await ask(browser)).status).to.equal(200);
    });

    it('refuses the token of a session that has ended', async () => {
        const browser = await start();
        const refused = await ask(browser, ENDED);
        expect([refused.status, JSON.parse(refused.body).error.message]).to.deep.equal([
            401,
            'The Dispatch session of this token has ended.'
        ]);
        expect(upstream.seen).to.deep.equal([]);
    });

    it('tells a person what was used, lets them change what they may use, and tells a session that waits', async () => {
        const browser = await signedIn(await start({ CLAUDE_TOKENS_PER_DAY: '1000' }));
        await ask(browser);
        await settled(1);
        const usage = await read(browser, '/api/usage');
        const day = usage['today'];
        expect(usage['sessions']).to.deep.equal([
            { sessionId: FIRST, kind: 'claude', title: 'The first', folder: '/work/one' }
        ]);
        expect(usage['rows']).to.deep.equal([
            {
                ...{ day, model: 'claude-sonnet-5-5', person: 'default', sessionId: FIRST },
                ...{ calls: 1, cutCalls: 0, unknownCalls: 0, unpricedCalls: 0, unreportedCalls: 0 },
                ...{ inputTokens: 10, outputTokens: 25, cacheReadTokens: 0 },
                ...{ cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, webSearches: 0, costUsd: 0.00027 }
            }
        ]);
        expect(await read(browser, `/api/usage/sessions/${FIRST}`)).to.include({ costUsd: 0.00027, calls: 1 });

        const allowance = async (): Promise<unknown> => {
            const token = meterToken(FIRST, meterTokenKey(installation.secret));
            return JSON.parse((await browser.ask('/meter/limits', { headers: { 'x-api-key': token } })).body);
        };
        expect(await allowance()).to.deep.equal({});
        const changed = await change(browser, '/api/usage/limits', { own: { sessionTokensPerDay: 35 } });
        expect(JSON.parse(changed.body)).to.deep.include({
            own: { sessionTokensPerDay: 35 },
            person: { tokensToday: 35, usdThisMonth: 0.00027 },
            hasKey: true
        });
        expect((await ask(browser)).headers['x-dispatch-limit']).to.equal('sessionTokensPerDay');
        expect(await allowance()).to.include({ limit: 'sessionTokensPerDay' });
        await change(browser, '/api/usage/limits', { own: { sessionTokensPerDay: null } });
        expect((await ask(browser)).status).to.equal(200);

        for (const wrong of [{ own: { sessionTokensPerDay: -1 } }, { own: { nothing: 5 } }, { warnAtPercent: 0 }]) {
            expect((await change(browser, '/api/usage/limits', wrong)).status, JSON.stringify(wrong)).to.equal(400);
        }
        const csv = await browser.call('/api/usage/csv', 'GET');
        expect(csv.headers['content-disposition']).to.match(/^attachment; filename="dispatch-usage-.*\.csv"$/);
        expect(csv.body.split('\r\n')[1]).to.match(
            /,The first,\/work\/one,claude-sonnet-5-5,complete,10,25,0,0,0,0,0\.000270000$/
        );
    });

    it('takes prices that a person sets, for what comes and for what had none, and gives them back', async () => {
        const browser = await signedIn(await start());
        upstream.answer = (_request, response) => {
            response.writeHead(200, { 'content-type': 'application/json' });
            response.end('{"model":"claude-future-9","usage":{"input_tokens":1000000,"output_tokens":0}}');
        };
        await ask(browser);
        await settled(1);
        expect(await read(browser, `/api/usage/sessions/${FIRST}`)).to.include({ costUsd: 0, unpricedCalls: 1 });
        const price = { input: 7, output: 9, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1 };
        const set = await change(browser, '/api/usage/prices', { models: [{ model: 'claude-future-9', ...price }] });
        expect(JSON.parse(set.body)).to.include({ isDefault: false });
        expect(await read(browser, `/api/usage/sessions/${FIRST}`)).to.include({ costUsd: 7, unpricedCalls: 0 });
        expect(await read(browser, '/api/usage/limits')).to.deep.include({
            person: { tokensToday: 1_000_000, usdThisMonth: 7 }
        });
        const back = await change(browser, '/api/usage/prices', { models: null });
        expect(JSON.parse(back.body)).to.include({ isDefault: true });
    });
});
