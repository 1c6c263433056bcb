import { expect } from 'chai';
import { WebSocket } from 'ws';
import { Gateway } from '../operations/gateway-process';
import { BrowserLike, cookieOf } from '../testing/browser-like';
import { eventually, TEST_KEY, TestInstallation } from '../testing/test-installation';

describe('the door', () => {
    let installation: TestInstallation;
    let gateway: Gateway;
    let browser: BrowserLike;

    before(async () => {
        installation = new TestInstallation();
        gateway = await installation.open();
    });

    beforeEach(() => {
        browser = new BrowserLike(gateway.port);
    });

    after(() => installation.dispose());

    describe('for somebody who is not signed in', () => {
        it('sends a person to the sign-in page and a program away', async () => {
            const page = await browser.open('/?a=1');
            expect([page.status, page.headers.location]).to.deep.equal([302, '/sign-in?next=%2F%3Fa%3D1']);
            const data = await browser.ask('/files/x');
            expect([data.status, JSON.parse(data.body).error.code]).to.deep.equal([401, 'door.signed-out']);
        });

        it('S06: refuses every upgrade before anything is connected', async () => {
            const before = (await installation.askIde('/test/inside')) as { upgrades: number };
            for (const path of ['/socket.io/?EIO=4', '/session-socket', '/term/x', '/', '/sign-in', '/healthz']) {
                expect(await browser.upgradeStatus(path), path).to.equal(401);
            }
            browser.cookie = `dispatch-${gateway.port}=${'A'.repeat(43)}`;
            expect(await browser.upgradeStatus('/session-socket')).to.equal(401);
            expect(await installation.askIde('/test/inside')).to.include({ upgrades: before.upgrades });
        });

        it('tells its health and nothing else', async () => {
            const answer = await browser.ask('/healthz');
            expect([answer.status, answer.body]).to.deep.equal([200, '{"status":"ok"}']);
        });
    });

    describe('signing in', () => {
        it('shows the page, takes the key and goes on to where the person wanted to be', async () => {
            expect((await browser.open('/sign-in?next=%2F%23%2Fhome')).body).to.contain('value="/#/home"');
            const answer = await browser.submit({ key: TEST_KEY, next: '/#/home/me' });
            expect([answer.status, answer.headers.location]).to.deep.equal([303, '/#/home/me']);
            browser.cookie = cookieOf(answer);
            expect((await browser.open('/')).body).to.contain('The IDE');
            expect((await browser.open('/sign-in')).status).to.equal(302);
        });

        it('S20: sets a cookie that scripts and other sites cannot use', async () => {
            expect((await browser.signIn(TEST_KEY)).headers['set-cookie']?.[0]).to.match(
                /^dispatch-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=1209600$/
            );
        });

        it('S01: makes an address wait after five wrong keys, and no other', async () => {
            const from = '127.0.0.77';
            const statuses: number[] = [];
            for (let attempt = 1; attempt <= 20; attempt++) {
                const answer = await browser.submit({ key: `wrong ${attempt}` }, { from });
                statuses.push(answer.status);
                if (answer.status === 429) {
                    expect(Number(answer.headers['retry-after'])).to.be.within(55, 60);
                }
            }
            expect(statuses).to.deep.equal([...Array<number>(5).fill(401), ...Array<number>(15).fill(429)]);
            expect((await browser.submit({ key: TEST_KEY }, { from })).status, 'even with the right key').to.equal(429);
            expect((await browser.submit({ key: TEST_KEY }, { from: '127.0.0.78' })).status).to.equal(303);
        });

        it('F12: does not make an address wait longer when the clock is set back', async () => {
            const from = '127.0.0.81';
            for (let attempt = 1; attempt <= 5; attempt++) {
                await browser.submit({ key: `wrong ${attempt}` }, { from });
            }
            const clock = Date.now;
            try {
                Date.now = () => clock() - 365 * 24 * 60 * 60_000;
                const answer = await browser.submit({ key: 'wrong' }, { from });
                expect(Number(answer.headers['retry-after'])).to.be.within(50, 60);
            } finally {
                Date.now = clock;
            }
        });

        it('S07: refuses a key of a mebibyte at once', async () => {
            const started = performance.now();
            const answer = await browser.submit({ key: 'k'.repeat(1024 * 1024) }, { from: '127.0.0.79' });
            expect(answer.status).to.equal(400);
            expect(performance.now() - started).to.be.below(3_000);
        });

        it('S14, S19: refuses to be signed in by another site', async () => {
            for (const origin of [
                'http://evil.com',
                'null',
                `http://a.webview.${browser.host}`,
                `https://${browser.host}`
            ]) {
                const answer = await browser.submit({ key: TEST_KEY }, { headers: { origin } });
                expect([answer.status, answer.headers['set-cookie']], origin).to.deep.equal([403, undefined]);
            }
        });

        it('S47: gives a new id each time, and the one before is worth nothing then', async () => {
            await browser.signIn(TEST_KEY);
            const before = browser.cookie;
            await browser.signIn(TEST_KEY);
            expect(browser.cookie).not.to.equal(before);
            expect((await browser.call('/api/account', 'GET')).status).to.equal(200);
            browser.cookie = before;
            expect((await browser.call('/api/account', 'GET')).status).to.equal(401);
        });

        it('S47: does not adopt an id that somebody else chose', async () => {
            browser.cookie = `dispatch-${gateway.port}=${'A'.repeat(43)}`;
            const answer = await browser.submit({ key: TEST_KEY });
            expect(cookieOf(answer)).not.to.equal(browser.cookie);
            expect((await browser.call('/api/account', 'GET')).status).to.equal(401);
        });

        it('S50: a link shows a page, signs in once, and twenty at once are let in once', async () => {
            const link = new URL(await gateway.createSignInLink());
            expect((await browser.open(link.pathname + link.search)).body).to.contain('signs this browser in, once');
            const token = link.searchParams.get('token') ?? '';
            const answers = await Promise.all(
                Array.from({ length: 20 }, (_, index) => browser.submit({ token }, { from: `127.0.1.${index + 1}` }))
            );
            const statuses = answers.map(answer => answer.status).sort();
            expect(statuses).to.deep.equal([303, ...Array<number>(19).fill(410)]);
            expect((await browser.open(link.pathname + link.search)).status).to.equal(410);
        });
    });

    describe('for somebody who is signed in', () => {
        beforeEach(() => browser.signIn(TEST_KEY));

        it('serves compressed files that are kept for ever, and a page that is asked for each time', async () => {
            const ask = (encoding: string): Promise<{ body: string; headers: Record<string, unknown> }> =>
                browser.ask('/assets/bundle-3f9a1c0d.js', { headers: { 'accept-encoding': encoding } });
            expect((await ask('gzip, br')).body).to.equal('the script, brotli');
            expect((await ask('gzip')).body).to.equal('the script, gzip');
            expect((await ask('identity')).body).to.equal('the script, plain');
            expect((await ask('br')).headers).to.include({
                'cache-control': 'private, max-age=31536000, immutable',
                'content-type': 'application/javascript; charset=utf-8'
            });
            expect((await browser.open('/')).headers['cache-control']).to.equal('private, no-cache');
        });

        it('S17: passes requests on to the ide without what identifies the person', async () => {
            const answer = await browser.ask('/files/a?b=c', {
                headers: {
                    cookie: `${browser.cookie}; theia-connection-token=t`,
                    authorization: 'Bearer x',
                    'x-forwarded-for': '1.1.1.1'
                }
            });
            const seen = JSON.parse(answer.body);
            expect([seen.method, seen.url]).to.deep.equal(['GET', '/files/a?b=c']);
            expect(seen.headers).to.include({ host: browser.host, cookie: 'theia-connection-token=t' });
            expect(seen.headers).not.to.have.any.keys('authorization', 'x-forwarded-for');
            expect(answer.headers['set-cookie']).to.deep.equal(['theia-connection-token=t; Path=/']);
            expect(answer.headers).not.to.have.property('x-powered-by');
            expect(answer.headers['content-security-policy']).to.contain("frame-ancestors 'self'");
        });

        it('streams an upload that is larger than any limit of ours', async () => {
            const answer = await browser.ask('/file-upload', {
                method: 'POST',
                body: Buffer.alloc(20 * 1024 * 1024),
                headers: { origin: browser.origin, 'content-type': 'multipart/form-data; boundary=x' }
            });
            expect(JSON.parse(answer.body).bytes).to.equal(20 * 1024 * 1024);
        });

        it('joins its WebSockets with the ide and the session host, compressed end to end', async () => {
            for (const path of ['/socket.io/?EIO=4&transport=websocket', '/session-socket']) {
                const { socket, first } = await browser.upgrade(path, { authorization: 'Bearer x' });
                const { url, headers } = JSON.parse(first);
                expect([url, headers.cookie, headers.authorization], path).to.deep.equal([path, undefined, undefined]);
                expect(headers).to.include({ host: browser.host, origin: browser.origin });
                expect(socket.extensions).to.equal('permessage-deflate');
                expect(await echoed(socket, Buffer.alloc(300_000, 7))).to.have.length(300_000);
                socket.terminate();
            }
        });

        it('S11: refuses an upgrade from every origin but its own', async () => {
            const { port } = gateway;
            const others = [
                'http://evil.com',
                `https://localhost:${port}`,
                `http://localhost:${port + 1}`,
                `http://127.0.0.1:${port}`,
                `http://[::1]:${port}`,
                `http://localhost:${port}@evil.com`,
                `http://localhost:${port}.evil.com`,
                `http://a.webview.localhost:${port}`,
                'null',
                ''
            ];
            for (const origin of others) {
                expect(await browser.upgradeStatus('/session-socket', { origin }), origin).to.equal(403);
            }
            expect(await browser.upgradeStatus('/elsewhere')).to.equal(404);
        });

        it('S12: answers to no other host, with the right cookie or not', async () => {
            for (const host of ['evil.com', `evil.com:${gateway.port}`, 'localhost:1', `10.0.0.1:${gateway.port}`]) {
                for (const path of ['/', '/healthz', '/sign-in', '/files/x', '/meter/v1/models']) {
                    expect((await browser.ask(path, { headers: { host } })).status, host + path).to.equal(421);
                }
                expect(
                    await browser.upgradeStatus('/session-socket', { host, origin: `http://${host}` }),
                    host
                ).to.equal(421);
            }
        });

        it('S13: does not believe what an untrusted peer says about the host', async () => {
            const forwarded = { host: 'evil.com', 'x-forwarded-host': browser.host, forwarded: `host=${browser.host}` };
            expect((await browser.ask('/healthz', { headers: forwarded })).status).to.equal(421);
            const answer = await browser.ask('/files/x', {
                headers: { 'x-forwarded-host': 'evil.com', 'x-forwarded-proto': 'https' }
            });
            expect(JSON.parse(answer.body).headers).to.include({ host: browser.host });
        });

        it('S14: refuses changes from other sites, and our own interface without its header', async () => {
            const cross = { origin: 'http://evil.com', 'content-type': 'text/plain' };
            for (const [method, path] of [
                ['POST', '/file-upload'],
                ['PUT', '/files'],
                ['POST', '/api/sign-out'],
                ['POST', '/api/retry-ide'],
                ['DELETE', '/']
            ] as const) {
                const answer = await browser.ask(path, {
                    method,
                    headers: { ...cross, 'x-dispatch': '1' },
                    body: 'a=b'
                });
                expect(answer.status, `${method} ${path}`).to.equal(403);
            }
            const plain = await browser.ask('/api/sign-out', { method: 'POST', headers: { origin: browser.origin } });
            expect(plain.status).to.equal(403);
            expect((await browser.call('/api/account', 'GET')).status).to.equal(200);
        });

        it('S15: gives nothing to a picture, script, frame or fetch of another site', async () => {
            const other = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' };
            expect((await browser.ask('/files/secret', { headers: other })).status).to.equal(403);
            expect((await browser.ask('/', { headers: { ...other, 'sec-fetch-dest': 'iframe' } })).status).to.equal(
                403
            );
        });

        it('S19: with a planted second cookie nobody is signed in', async () => {
            const [name] = browser.cookie.split('=');
            const planted = `${name}=${'B'.repeat(43)}`;
            for (const cookie of [`${planted}; ${browser.cookie}`, `${browser.cookie}; ${planted}`]) {
                expect((await browser.ask('/api/account', { headers: { cookie } })).status).to.equal(401);
            }
        });

        it('closes the sockets of a sign-in within a second of signing out, and no other', async () => {
            const other = new BrowserLike(gateway.port);
            await other.signIn(TEST_KEY);
            const [mine, theirs] = [await browser.upgrade('/session-socket'), await other.upgrade('/session-socket')];
            const closed = new Promise(resolve => mine.socket.once('close', resolve));
            const answer = await browser.call('/api/sign-out');
            expect([answer.status, answer.headers['set-cookie']?.[0]]).to.deep.equal([
                204,
                `dispatch-${gateway.port}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`
            ]);
            const started = performance.now();
            await closed;
            expect(performance.now() - started).to.be.below(3_000);
            expect(await echoed(theirs.socket, Buffer.from('still here'))).to.have.length(10);
            expect((await browser.call('/api/account', 'GET')).status).to.equal(401);
            theirs.socket.terminate();
        });

        it('closes its sockets at once when the ide dies', async () => {
            const { socket } = await browser.upgrade('/socket.io/');
            const { pid } = (await installation.askIde('/healthz')) as { pid: number };
            const closed = new Promise(resolve => socket.once('close', resolve));
            const started = performance.now();
            process.kill(pid, 'SIGKILL');
            await closed;
            expect(performance.now() - started).to.be.below(3_000);
            expect((await browser.ask('/files/x')).status).to.equal(503);
            await eventually(async () => (await browser.open('/')).status === 200 || undefined);
        });
    });

    it('S20: puts its security headers on every answer', async () => {
        const answers = [
            await browser.open('/'),
            await browser.open('/sign-in'),
            await browser.open('/nothing-here'),
            await browser.ask('/door/door.css'),
            await browser.ask('/healthz'),
            await browser.ask('/files/x'),
            await browser.ask('/', { headers: { host: 'evil.com' } }),
            await browser.ask('/meter/v1/messages', { method: 'POST' })
        ];
        await browser.signIn(TEST_KEY);
        answers.push(await browser.open('/'), await browser.ask('/files/x'), await browser.open('/nothing-here'));
        for (const { headers } of answers) {
            expect(headers).to.include({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
            expect(headers['content-security-policy']).to.match(/frame-ancestors '(none|self)'/);
        }
    });
});

function echoed(socket: WebSocket, data: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
        socket.once('message', message => resolve(message as Buffer));
        socket.once('error', reject);
        socket.send(data);
    });
}
