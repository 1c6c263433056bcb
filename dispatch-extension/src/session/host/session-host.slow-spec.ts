import { expect } from 'chai';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { DispatchError } from '../../kernel/common/errors';
import { SECRET_HEADER, SessionHostHealth } from '../../kernel/common/process-contract';
import { SESSION_SOCKET_PATH, SessionInfo } from '../common/session-protocol';
import { encodeFrame, FrameType } from '../common/stream-frames';
import { EchoKind } from '../testing/echo-kind';
import { TestHost } from '../testing/test-host';
import { TestPage } from '../testing/test-page';
import { MAX_RUNNING_SESSIONS } from './session-room';
import { HOST_STOPPED } from './session-service';

describe('the session host', function () {
    this.timeout(30_000);
    let host: TestHost;
    let page: TestPage;
    let echo: EchoKind;

    beforeEach(async () => {
        host = await TestHost.start(services => [(echo = new EchoKind(services.database))]);
        page = await host.page();
    });

    afterEach(async () => {
        await host.dispose();
        expect(host.log.errors).to.deep.equal([]);
    });

    it('answers nothing to who does not know the secret', async () => {
        for (const secret of [undefined, '', 'wrong', `${host.startParameters.secret}x`]) {
            for (const [method, path] of [
                ['GET', '/health'],
                ['POST', '/stop'],
                ['POST', '/configure'],
                ['GET', '/nothing']
            ]) {
                expect(await ask(method, path, secret), `${method} ${path}`).to.deep.equal({ status: 401, body: '' });
            }
            expect(await upgradeStatus(SESSION_SOCKET_PATH, secret)).to.equal(401);
        }
        expect((await ask('GET', '/health', host.startParameters.secret)).status).to.equal(200);
    });

    it('is reachable for its own user alone', async () => {
        const { socketPath, personFolder } = host.startParameters;
        const modeOf = async (path: string) => ((await fs.stat(path)).mode & 0o777).toString(8);
        expect(await modeOf(socketPath)).to.equal('600');
        expect(await modeOf(`${host.folder}/run`)).to.equal('700');
        expect(await modeOf(personFolder)).to.equal('700');
    });

    it('tells its health, takes a new meter, and knows no other request', async () => {
        const { secret, meter } = host.startParameters;
        const health = await ask('GET', '/health', secret);
        expect(SessionHostHealth.parse(JSON.parse(health.body))).to.deep.include({ pid: process.pid, sessions: 0 });
        expect((await ask('POST', '/configure', secret, JSON.stringify({ ...meter, hasKey: true }))).status).to.equal(
            204
        );
        expect((await ask('POST', '/configure', secret, '{"url":7}')).status).to.equal(400);
        expect((await ask('POST', '/configure', secret, 'x'.repeat(70_000))).status).to.equal(400);
        expect((await ask('GET', '/nothing', secret)).status).to.equal(404);
        expect(await upgradeStatus('/other', secret)).to.equal(404);
    });

    it('closes the connection that sends what cannot be read, and no other', async () => {
        const session = await page.create('echo');
        const watching = page.attach(session);
        const ack = encodeFrame({ type: FrameType.Ack, channel: 1, offset: 1 });
        const broken: [string | Uint8Array, number][] = [
            ['not json', 1007],
            ['{"id":0,"method":"getHost"}', 1007],
            ['[]', 1007],
            [new Uint8Array(), 1007],
            [Uint8Array.of(99, 0, 0, 0, 0), 1007],
            [ack.subarray(0, 9), 1007],
            [encodeFrame({ type: FrameType.Data, channel: 1, offset: 0, bytes: new Uint8Array() }), 1008],
            [new Uint8Array(9 * 1024 * 1024), 1009],
            ['x'.repeat(5 * 1024 * 1024), 1009],
            ['x'.repeat(17 * 1024 * 1024), 1009]
        ];
        for (const [message, code] of broken) {
            const bad = await host.page();
            const closed = once(bad.socket, 'close');
            bad.socket.send(message);
            expect((await closed)[0], String(message.slice(0, 20))).to.equal(code);
        }
        watching.type('still here');
        await watching.until(() => watching.text === 'still here');
    });

    it('refuses an attachment to what is not there, and goes on', async () => {
        const session = await page.create('echo');
        const nowhere = page.attach({ ...session, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' as SessionInfo['id'] });
        await nowhere.until(() => nowhere.refused !== undefined);
        expect(nowhere.refused?.code).to.equal('session.not-found');
        expect(await page.call('getHost')).to.deep.include({ kinds: ['echo'] });
    });

    it('attaches who comes while the session is being started as soon as it runs, with what was typed', async () => {
        for (const fail of [false, true]) {
            let start: () => void = () => undefined;
            echo.starting = new Promise(resolve => (start = resolve));
            const created = page.create('echo', { fail }).catch((error: DispatchError) => error.code);
            const other = await host.page();
            const session = await creating(other);
            const [viewer, gone] = [other.attach(session), other.attach(session)];
            gone.detach();
            viewer.type('early ');
            viewer.type('bird');
            const called = other.call('callSession', { sessionId: session.id, method: 'any' }).then(
                () => 'answered',
                (error: DispatchError) => error.code
            );
            await other.call('getHost');
            expect(viewer.info ?? viewer.refused).to.equal(undefined);
            start();
            if (fail) {
                expect(await created).to.equal('kernel.internal');
                await viewer.until(() => viewer.refused !== undefined);
                expect([viewer.refused?.code, await called]).to.deep.equal(['session.ended', 'session.ended']);
                expect(host.log.errors, 'of the start').to.deep.equal(['rpc.failed']);
                host.log.entries.length = 0;
            } else {
                await viewer.until(() => viewer.text === 'early bird');
                expect(await called).to.equal('answered');
                expect((await created) as SessionInfo).to.include({ id: session.id });
                expect(await page.session(session.id)).to.deep.include({ state: 'active', viewers: 1 });
            }
            expect(gone.info ?? gone.refused).to.equal(undefined);
        }
    });

    it('keeps no more of a page that is not attached yet than a little', async () => {
        let start: () => void = () => undefined;
        echo.starting = new Promise(resolve => (start = resolve));
        const created = page.create('echo');
        const other = await host.page();
        const viewer = other.attach(await creating(other));
        for (let i = 0; i < 70; i++) {
            viewer.type('x');
        }
        await viewer.until(() => viewer.refused !== undefined);
        expect(viewer.refused?.code).to.equal('session.input-refused');
        start();
        const again = other.attach(await created);
        await again.until(() => again.info !== undefined);
        expect(again.text).to.equal('');
    });

    it('counts who watches, and says so to every page', async () => {
        const session = await page.create('echo');
        const viewer = page.attach(session);
        await viewer.until(() => viewer.info !== undefined);
        expect(await page.session(session.id)).to.deep.include({ state: 'active', viewers: 1 });
        const other = await host.page();
        const second = other.attach(session);
        await second.until(() => second.info !== undefined);
        other.cut();
        viewer.detach();
        await until(async () => (await page.session(session.id)).viewers === 0);
        expect((await page.session(session.id)).state).to.equal('suspended');
        await until(async () => lastState(page) === 'suspended');
    });

    it('records a failed start with its reason, and forgets it when told', async () => {
        const refused = await codeOf(page.create('echo', { fail: true }));
        expect(refused).to.equal('kernel.internal');
        expect(host.log.errors, 'for us, with the cause').to.deep.equal(['rpc.failed']);
        host.log.entries.length = 0;
        const { sessions } = await page.call<{ sessions: SessionInfo[] }>('listSessions');
        expect(sessions[0]).to.deep.include({
            title: 'Echo',
            state: 'failed',
            reason: 'Something went wrong inside Dispatch.'
        });
        await page.call('forgetSession', { sessionId: sessions[0].id });
        expect((await page.call<{ sessions: SessionInfo[] }>('listSessions')).sessions).to.deep.equal([]);
    });

    it('leaves nothing of a start that failed, where the kind wants it so', async () => {
        echo.forgetsFailedStarts = true;
        expect(await codeOf(page.create('echo', { fail: true }))).to.equal('kernel.internal');
        host.log.entries.length = 0;
        expect((await page.call<{ sessions: SessionInfo[] }>('listSessions')).sessions).to.deep.equal([]);
        expect(echo.forgotten).to.have.length(1);
        expect(await fs.readdir(`${host.startParameters.personFolder}/sessions`)).to.deep.equal([]);
        await host.stop();
        await host.startAgain();
        page = await host.page();
        expect((await page.call<{ sessions: SessionInfo[] }>('listSessions')).sessions, 'also later').to.deep.equal([]);
    });

    it('lists a start that failed where not all of it could be removed', async () => {
        echo.forgetsFailedStarts = true;
        echo.forgetting = Promise.reject(new Error('the disk is full'));
        echo.forgetting.catch(() => undefined);
        expect(await codeOf(page.create('echo', { fail: true }))).to.equal('kernel.internal');
        expect(host.log.errors).to.deep.equal(['session.start-not-forgotten', 'rpc.failed']);
        host.log.entries.length = 0;
        const { sessions } = await page.call<{ sessions: SessionInfo[] }>('listSessions');
        expect(sessions.map(({ state }) => state)).to.deep.equal(['failed']);
    });

    it('does not forget what is running', async () => {
        const session = await page.create('echo');
        expect(await codeOf(page.call('forgetSession', { sessionId: session.id }))).to.equal('session.still-running');
    });

    it('meets nothing half gone when it is asked for a session that is being forgotten', async () => {
        const { id } = await page.create('echo');
        await page.call('endSession', { sessionId: id });
        let fail: (error: Error) => void = () => undefined;
        echo.disposal = new Promise((_resolve, reject) => (fail = reject));
        const forgotten = page.call('forgetSession', { sessionId: id });
        for (const method of ['callSession', 'renameSession', 'endSession', 'forgetSession']) {
            const params = { sessionId: id, method: 'wake', params: {}, title: 'late' };
            expect(await codeOf(page.call(method, params)), method).to.equal('session.not-found');
        }
        fail(new Error('as it was told'));
        expect(await codeOf(forgotten)).to.equal('kernel.internal');
        host.log.entries.length = 0;
        echo.disposal = Promise.resolve();
        await page.call('forgetSession', { sessionId: id });
    });

    it('lets no burst of requests past its limit', async () => {
        const asked = MAX_RUNNING_SESSIONS + 20;
        const pages = await Promise.all(Array.from({ length: Math.ceil(asked / 50) }, () => host.page()));
        const codes = await Promise.all(
            Array.from({ length: asked }, (_, index) => codeOf(pages[index % pages.length].create('echo')))
        );
        expect(codes.filter(code => code === undefined)).to.have.length(MAX_RUNNING_SESSIONS);
        expect(codes.filter(code => code === 'session.too-many')).to.have.length(20);
    });

    it('answers at most so many requests of one page at once, and all of them', async () => {
        const answers = await Promise.all(
            Array.from({ length: 150 }, () => codeOf(page.call('callKind', { kind: 'echo', method: 'slow' })))
        );
        expect(answers.filter(code => code === 'kernel.too-many-requests')).to.have.length(50);
    });

    it('keeps names, states and what a kind has stored over a restart; a kind can go on where it was', async () => {
        const session = await page.create('echo', {}, { title: 'before' });
        await page.call('renameSession', { sessionId: session.id, title: 'after' });
        const ended = await page.create('echo');
        await page.call('endSession', { sessionId: ended.id });
        await host.stop();
        await host.startAgain();
        page = await host.page();
        expect(await page.session(session.id)).to.deep.include({
            title: 'after',
            state: 'ended',
            reason: HOST_STOPPED
        });
        expect((await page.session(ended.id)).reason).to.equal('ended on request');
        expect(echo.reopened).to.deep.equal([session.id, ended.id]);
        await page.call('callSession', { sessionId: session.id, method: 'revive' });
        expect(await page.session(session.id)).to.deep.include({ state: 'suspended' });
    });

    it('does not share its files with a second session host', async () => {
        expect(await codeOf(host.startAgain())).to.equal('storage.in-use');
        expect(await page.call('getHost')).to.deep.include({ kinds: ['echo'] });
    });

    it('stops when it is told to, with every session ended', async () => {
        await page.create('echo');
        const closed = once(page.socket, 'close');
        expect((await ask('POST', '/stop', host.startParameters.secret)).status).to.equal(202);
        expect((await closed)[0]).to.equal(1001);
        await host.stop();
        expect(echo.running).to.equal(0);
    });

    function ask(
        method: string,
        path: string,
        secret?: string,
        body?: string
    ): Promise<{ status: number; body: string }> {
        return new Promise((resolve, reject) => {
            const headers = secret === undefined ? {} : { [SECRET_HEADER]: secret };
            const sent = request({ socketPath: host.startParameters.socketPath, path, method, headers }, response => {
                let text = '';
                response.setEncoding('utf8').on('data', chunk => (text += chunk));
                response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
            });
            sent.on('error', reject).end(body);
        });
    }

    function upgradeStatus(path: string, secret?: string): Promise<number> {
        const headers = secret === undefined ? {} : { [SECRET_HEADER]: secret };
        const socket = new WebSocket(`ws+unix://${host.startParameters.socketPath}:${path}`, { headers });
        return new Promise((resolve, reject) => {
            socket.on('unexpected-response', (_request, response) => {
                resolve(response.statusCode ?? 0);
                response.destroy();
            });
            socket.on('open', () => resolve(101)).on('error', reject);
        });
    }
});

/** The session that is being started, as a page sees it. */
async function creating(page: TestPage): Promise<SessionInfo> {
    let found: SessionInfo | undefined;
    await until(async () => {
        const { sessions } = await page.call<{ sessions: SessionInfo[] }>('listSessions');
        found = sessions.find(({ state }) => state === 'creating');
        return found !== undefined;
    });
    return found as SessionInfo;
}

function lastState(page: TestPage): string | undefined {
    const changes = page.notifications.filter(({ notify }) => notify === 'notifySessionChanged');
    return (changes.at(-1)?.params as { session: SessionInfo } | undefined)?.session.state;
}

async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
    return call.then(
        () => undefined,
        (error: DispatchError) => error.code
    );
}

async function until(condition: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; !(await condition()); tries++) {
        if (tries > 500) {
            throw new Error('it did not happen');
        }
        await new Promise(resolve => setTimeout(resolve, 10));
    }
}
