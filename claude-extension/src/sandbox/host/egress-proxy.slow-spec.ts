import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, IncomingHttpHeaders, IncomingMessage, request, Server } from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { EgressRules } from '../domain/egress-rules';
import { EgressProxy } from './egress-proxy';

/** Listens, and once it is stopped takes no connection: those that come are not made when a few wait. */
const DEAF = `
const server = require('net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));
`;

describe('egress proxy', function () {
    this.timeout(10_000);
    let proxy: EgressProxy;
    let server: Server;
    let seen: IncomingHttpHeaders[];
    let refused: string[];
    let remove: () => void;
    let port: number;
    let lastUrl: string;

    beforeEach(async () => {
        proxy = new EgressProxy(new SilentLog());
        seen = [];
        refused = [];
        server = createServer((asked, response) => {
            seen.push(asked.headers);
            asked.pipe(response);
        });
        await once(server.listen(0, '127.0.0.1'), 'listening');
        port = (server.address() as AddressInfo).port;
        remove = proxy.add({
            sessionId: 'one',
            rules: () => new EgressRules([`localhost:${port}`]),
            refused: (host, at) => void refused.push(`${host}:${at}`)
        });
    });
    afterEach(async () => {
        await proxy.close();
        server.closeAllConnections();
        server.close();
    });

    /** What is answered to a request in absolute form; the body of an echo. */
    async function ask(url: string, authorization?: string) {
        const { hostname, port: at } = new URL(lastUrl);
        const headers = authorization ? { 'proxy-authorization': authorization } : {};
        const asked = request({ host: hostname, port: at, path: url, method: 'POST', headers });
        asked.end('hello');
        const [answer] = (await once(asked, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
        let body = '';
        for await (const part of answer) {
            body += part.toString();
        }
        return { status: answer.statusCode, body };
    }

    /** The status of a CONNECT, and what an HTTP server behind it answers. */
    async function tunnel(target: string, authorization: string) {
        const { hostname, port: at } = new URL(lastUrl);
        const headers = { 'proxy-authorization': authorization };
        const asked = request({ host: hostname, port: at, path: target, method: 'CONNECT', headers });
        asked.end();
        const [answer, socket] = (await once(asked, 'connect')) as [
            { statusCode: number; headers: IncomingHttpHeaders },
            NodeJS.ReadWriteStream
        ];
        if (answer.statusCode !== 200) {
            return { status: answer.statusCode, body: '', headers: answer.headers };
        }
        socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello');
        let body = '';
        for await (const part of socket) {
            body += part.toString();
        }
        return { status: answer.statusCode, body };
    }

    async function authorization(): Promise<string> {
        lastUrl = (await proxy.way('one')).url;
        const { username, password } = new URL(lastUrl);
        return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    }

    it('passes on what is allowed, without what is its own', async () => {
        const token = await authorization();
        expect(await ask(`http://localhost:${port}/a?b`, token)).to.deep.equal({ status: 200, body: 'hello' });
        expect(seen[0]).to.not.have.property('proxy-authorization');
        const { status, body } = await tunnel(`localhost:${port}`, token);
        expect(status).to.equal(200);
        expect(body).to.match(/^HTTP\/1\.1 200 OK[^]*hello/);
        expect(refused).to.deep.equal([]);
    });

    it('refuses what is not allowed, whatever way it is asked, and tells it once', async () => {
        const token = await authorization();
        expect((await ask('http://evil.example/', token)).status).to.equal(403);
        expect((await ask('http://evil.example/again', token)).status).to.equal(403);
        expect((await tunnel('evil.example:443', token)).status).to.equal(403);
        expect((await tunnel(`127.0.0.1:${port}`, token)).status).to.equal(403);
        expect((await tunnel(`[::1]:${port}`, token)).status).to.equal(403);
        expect(seen).to.deep.equal([]);
        expect(refused).to.deep.equal(['evil.example:80', 'evil.example:443', `127.0.0.1:${port}`, `::1:${port}`]);
    });

    it('serves nobody without the token of a session that is there', async () => {
        const token = await authorization();
        expect((await ask(`http://localhost:${port}/`)).status).to.equal(407);
        expect((await ask(`http://localhost:${port}/`, 'Basic c2Vzc2lvbjp4')).status).to.equal(407);
        const { status, headers } = await tunnel(`localhost:${port}`, 'Basic c2Vzc2lvbjp4');
        expect([status, headers?.['proxy-authenticate']]).to.deep.equal([407, 'Basic realm="Dispatch"']);
        remove();
        expect((await ask(`http://localhost:${port}/`, token)).status).to.equal(407);
        expect(seen).to.deep.equal([]);
    });

    it('tells no more than some refusals of a session, whatever a program tries', async () => {
        const token = await authorization();
        for (let number = 0; number < 30; number++) {
            expect((await ask(`http://evil${number}.example/`, token)).status).to.equal(403);
        }
        expect(refused).to.have.length(20);
    });

    it('gives up a connection that is not made in time (a request was waited for without end)', async () => {
        const deaf = spawn(process.execPath, ['-e', DEAF], { stdio: ['ignore', 'pipe', 'inherit'] });
        const [printed] = (await once(deaf.stdout, 'data')) as [Buffer];
        const deafPort = Number(printed.toString());
        deaf.kill('SIGSTOP');
        const waiting = Array.from({ length: 8 }, () => connect(deafPort, '127.0.0.1').on('error', () => undefined));
        try {
            await proxy.close();
            proxy = new EgressProxy(new SilentLog(), 300);
            const rules = () => new EgressRules([`127.0.0.1:${deafPort}`]);
            proxy.add({ sessionId: 'one', rules, refused: () => undefined });
            const token = await authorization();
            await sleep(200);
            expect((await ask(`http://127.0.0.1:${deafPort}/`, token)).status).to.equal(502);
            expect((await tunnel(`127.0.0.1:${deafPort}`, token)).status).to.equal(502);
        } finally {
            waiting.forEach(socket => socket.destroy());
            deaf.kill('SIGKILL');
        }
    });

    it('asks a host for nothing any more when the program that asked has gone', async () => {
        server.removeAllListeners('request');
        const left = new Promise<void>(resolve => {
            server.on('request', asked => {
                client.destroy();
                asked.socket.once('close', resolve);
            });
        });
        const token = await authorization();
        const { hostname, port: at } = new URL(lastUrl);
        const headers = { 'proxy-authorization': token };
        const client = request({ host: hostname, port: at, path: `http://localhost:${port}/`, headers });
        client.on('error', () => undefined).end();
        await left;
    });

    it('ends tunnels when it is closed (it waited for them without end)', async () => {
        const token = await authorization();
        const { hostname, port: at } = new URL(lastUrl);
        const headers = { 'proxy-authorization': token };
        const asked = request({ host: hostname, port: at, path: `localhost:${port}`, method: 'CONNECT', headers });
        asked.end();
        const [, socket] = (await once(asked, 'connect')) as [unknown, Socket];
        socket.on('error', () => undefined);
        await proxy.close();
        await once(socket.resume(), 'close');
    });

    describe('behind a proxy of the person', () => {
        let upstream: Server;
        let asked: string[];

        beforeEach(async () => {
            asked = [];
            upstream = createServer((request, response) => {
                asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization']}`);
                request.pipe(response);
            });
            upstream.on('connect', (request: IncomingMessage, socket: Socket) => {
                asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization']}`);
                const [host, at] = (request.url ?? '').split(':');
                if (host === 'refused.example') {
                    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
                    return;
                }
                const behind = connect(Number(at), '127.0.0.1');
                socket.write('HTTP/1.1 200 OK\r\n\r\n');
                socket.pipe(behind).pipe(socket);
            });
            await once(upstream.listen(0, '127.0.0.1'), 'listening');
            await proxy.close();
            const { port: at } = upstream.address() as AddressInfo;
            proxy = new EgressProxy(new SilentLog(), 5_000, () => new URL(`http://ada:p%40ss@127.0.0.1:${at}`));
            const rules = () => new EgressRules([`far.example:${port}`, 'far.example:80', 'refused.example:443']);
            proxy.add({ sessionId: 'one', rules, refused: host => void refused.push(host) });
        });
        afterEach(() => {
            upstream.closeAllConnections();
            upstream.close();
        });

        it('goes on through it, and shows it its own name and not the token of the session', async () => {
            const token = await authorization();
            const { status, body } = await tunnel(`far.example:${port}`, token);
            expect(status).to.equal(200);
            expect(body).to.match(/^HTTP\/1\.1 200 OK[^]*hello/);
            expect(await ask('http://far.example/a?b', token)).to.deep.equal({ status: 200, body: 'hello' });
            const basic = `Basic ${Buffer.from('ada:p@ss').toString('base64')}`;
            expect(asked).to.deep.equal([
                `CONNECT far.example:${port} ${basic}`,
                `POST http://far.example/a?b ${basic}`
            ]);
        });

        it('says so when that refuses, and asks it for nothing that is not allowed', async () => {
            const token = await authorization();
            expect((await tunnel('refused.example:443', token)).status).to.equal(502);
            expect((await tunnel('evil.example:443', token)).status).to.equal(403);
            expect((await ask('http://evil.example/', token)).status).to.equal(403);
            expect(asked.map(each => each.split(' ')[1])).to.deep.equal(['refused.example:443']);
            expect(refused).to.deep.equal(['evil.example', 'evil.example']);
        });
    });

    it('says so when a host is not there, and to what is no target', async () => {
        const token = await authorization();
        server.close();
        await once(server, 'close');
        expect((await ask(`http://localhost:${port}/`, token)).status).to.equal(502);
        expect((await tunnel(`localhost:${port}`, token)).status).to.equal(502);
        expect((await ask('/not-absolute', token)).status).to.equal(400);
        expect((await tunnel('localhost:0', token)).status).to.equal(400);
    });
});
