import { expect } from 'chai';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BrowserLike } from '../testing/browser-like';
import { signalProcess } from '../supervision/detached-process';
import { askOverUnixSocket } from '../supervision/unix-request';
import { pidFileOf } from './layout';
import { Program } from '../testing/program';
import { eventually, TEST_KEY, TestInstallation } from '../testing/test-installation';

interface Inside {
    environment: Record<string, string>;
    arguments: string[];
    nodeOptions: string[];
}

describe('a gateway in a process of its own', function () {
    this.timeout(60_000);
    let installation: TestInstallation;
    let programs: Program[];

    beforeEach(() => {
        installation = new TestInstallation();
        programs = [];
    });

    afterEach(async () => {
        for (const { child } of programs) {
            child.kill('SIGKILL');
        }
        await Promise.all(programs.map(program => program.exit()));
        await installation.dispose();
    });

    const start = (variables: NodeJS.ProcessEnv = {}, script = 'gateway-main.js'): Program => {
        const program = new Program(script, [installation.folder], installation.environment(variables));
        programs.push(program);
        return program;
    };
    const pidOf = (ask: (path: string) => Promise<unknown>, path: string): Promise<number> =>
        eventually(async () => ((await ask(path).catch(() => undefined)) as { pid: number } | undefined)?.pid);
    const idePid = (): Promise<number> => pidOf(path => installation.askIde(path), '/healthz');
    const hostPid = (): Promise<number> => pidOf(path => installation.askSessionHost(path), '/health');

    it('says where it is and how to sign in, and the link does that', async () => {
        const program = start({ TERMINAL_KEY: '' });
        const browser = new BrowserLike(await program.port());
        const token = /sign-in\?token=([\w-]{43})/.exec(program.output)?.[1] ?? '';
        expect((await browser.submit({ token })).status).to.equal(303);
        expect(program.output).to.contain('npm run sign-in-link').and.to.contain(installation.layout.root);
        expect(program.complaint).to.equal('');
    });

    it('goes on when nobody reads what it prints any more', async () => {
        const port = await freePort();
        const program = start({ PORT: String(port) }, 'launcher-main.js');
        program.child.stdout?.destroy();
        program.child.stderr?.destroy();
        const isUp = async (): Promise<boolean> =>
            (await new BrowserLike(port).ask('/healthz').catch(() => undefined))?.status === 200;
        await eventually(async () => (await isUp()) || undefined);
        await new Promise(resolve => setTimeout(resolve, 1_000));
        expect(await isUp()).to.equal(true);
        const log = readFileSync(join(installation.layout.logs, 'gateway.log'), 'utf8');
        expect([...log.matchAll(/"gateway\.listening"/g)]).to.have.length(1);
        program.child.kill('SIGTERM');
        expect(await program.exit()).to.equal(0);
    });

    it('stops gracefully: the ide ends, the session host stays, and the next gateway finds it', async () => {
        const first = start();
        await first.port();
        const [ide, host] = [await idePid(), await hostPid()];
        first.child.kill('SIGTERM');
        expect(await first.exit()).to.equal(0);
        expect([signalProcess(ide, 0), signalProcess(host, 0)]).to.deep.equal([false, true]);
        const second = start();
        const port = await second.port();
        expect(await hostPid()).to.equal(host);
        expect(await idePid()).not.to.equal(ide);
        const told = (await eventually(
            async () => (await installation.askSessionHost('/test/configured')) ?? undefined
        )) as {
            url: string;
        };
        expect(told.url).to.equal(`http://127.0.0.1:${port}/meter`);
    });

    it('ends a session host that hangs as well when everything is to end, and does not start anew', async () => {
        const program = start({ PORT: String(await freePort()) }, 'launcher-main.js');
        await program.port();
        const host = await hostPid();
        process.kill(host, 'SIGSTOP');
        const { adminSocket } = installation.layout;
        await askOverUnixSocket({
            socketPath: adminSocket,
            secret: installation.secret,
            method: 'POST',
            path: '/stop',
            timeoutMs: 2_000
        });
        expect(await program.exit()).to.equal(0);
        await eventually(() => !signalProcess(host, 0) || undefined);
    });

    it('G2: after kill -9 both go on, and the next gateway takes both over; people stay signed in', async () => {
        const first = start({ PORT: String(await freePort()) });
        const browser = new BrowserLike(await first.port());
        await browser.signIn(TEST_KEY);
        const [ide, host] = [await idePid(), await hostPid()];
        first.child.kill('SIGKILL');
        expect(await first.exit()).to.equal('SIGKILL');
        const second = start({ PORT: String(browser.port) });
        await second.port();
        await eventually(async () => (await browser.open('/')).status === 200 || undefined);
        expect([await idePid(), await hostPid()]).to.deep.equal([ide, host]);
        expect(await browser.upgradeStatus('/session-socket')).to.equal(101);
    });

    it('starts a session host again within two seconds of its death, also one that it took over', async () => {
        const first = start();
        await first.port();
        await hostPid();
        first.child.kill('SIGKILL');
        await first.exit();
        await start().port();
        const host = await hostPid();
        await eventually(
            async () =>
                readFileSync(join(installation.layout.logs, 'gateway.log'), 'utf8').includes(
                    'The session host","child":' + host
                ) || undefined
        );
        process.kill(host, 'SIGKILL');
        const killedAt = performance.now();
        await eventually(async () => {
            const answer = (await installation.askSessionHost('/health').catch(() => undefined)) as
                { pid: number } | undefined;
            return answer && answer.pid !== host ? true : undefined;
        });
        expect(performance.now() - killedAt).to.be.below(8_000);
    });

    it('refuses a second gateway on the same data folder with one line and code 78', async () => {
        await start().port();
        const second = start();
        expect(await second.exit()).to.equal(78);
        expect(second.complaint).to.match(
            /^Dispatch cannot start: Dispatch is already running on this data folder\..*\n$/
        );
    });

    it('S49: refuses what is not safe or cannot work, with one line and code 78', async () => {
        mkdirSync(join(installation.layout.root, 'run'), { recursive: true });
        const cases: [NodeJS.ProcessEnv, RegExp][] = [
            [{ HOST: '0.0.0.0', TERMINAL_KEY: '' }, /TERMINAL_KEY of at least 12 characters/],
            [{ PORT: 'many' }, /PORT must be a number/],
            [{ DATABASE_URL: 'postgres://u:canary@h/d' }, /DATABASE_URL is not supported/],
            [{ HOST: '203.0.113.1' }, /HOST 203\.0\.113\.1 is not an address of this machine/],
            [{ DISPATCH_DATA_DIR: '/proc/nowhere' }, /DISPATCH_DATA_DIR \/proc\/nowhere cannot be used/],
            [{ DISPATCH_DATA_DIR: join(installation.folder, 'x'.repeat(100)) }, /DISPATCH_DATA_DIR is too long/]
        ];
        for (const [variables, complaint] of cases) {
            const program = start(variables);
            expect(await program.exit(), program.complaint).to.equal(78);
            expect(program.complaint)
                .to.match(complaint)
                .and.to.match(/^[^\n]+\n$/)
                .and.not.to.contain('canary');
        }
        const running = start();
        const port = await running.port();
        const taken = start({ PORT: String(port), DISPATCH_DATA_DIR: join(installation.folder, 'other') });
        expect(await taken.exit()).to.equal(78);
        expect(taken.complaint).to.contain(`PORT ${port} is used by another program`);
    });

    it('S49: refuses a secret that others can read', async () => {
        const first = start();
        await first.port();
        first.child.kill('SIGTERM');
        await first.exit();
        expect(statSync(installation.layout.secretFile).mode & 0o777).to.equal(0o600);
        chmodSync(installation.layout.secretFile, 0o644);
        const second = start();
        expect(await second.exit()).to.equal(78);
        expect(second.complaint).to.contain('can be read by others');
        chmodSync(installation.layout.secretFile, 0o600);
    });

    it('S36, S51: keeps every secret out of the environments, arguments and logs of its children', async () => {
        const canaries = {
            TERMINAL_KEY: 'canary-terminal-key',
            ANTHROPIC_API_KEY: 'canary-api-key',
            ANTHROPIC_BASE_URL: 'http://canary-upstream.invalid',
            npm_config_canary: 'canary-npm'
        };
        const program = start({ ...canaries, MY_OWN: 'kept', PATH: `/x/node_modules/.bin:${process.env['PATH']}` });
        const browser = new BrowserLike(await program.port());
        await browser.signIn(canaries.TERMINAL_KEY);
        await Promise.all([idePid(), hostPid()]);
        for (const inside of [
            await installation.askIde('/test/inside'),
            await installation.askSessionHost('/test/inside')
        ] as Inside[]) {
            expect(inside.environment).to.include({ MY_OWN: 'kept' });
            expect(inside.environment['PATH']).not.to.contain('/x/node_modules/.bin');
            expect(JSON.stringify(inside)).not.to.contain('canary').and.not.to.contain(installation.secret);
        }
        for (const name of readdirSync(installation.layout.logs)) {
            const text = readFileSync(join(installation.layout.logs, name), 'utf8');
            expect(text, name).not.to.contain('canary').and.not.to.contain(installation.secret);
            expect(text, name).not.to.contain(browser.cookie.split('=')[1]);
        }
        expect(program.output).not.to.contain('canary');
    });

    it('gives the session host little room for new objects, by no variable that a shell would inherit', async () => {
        await start().port();
        await Promise.all([idePid(), hostPid()]);
        const inside = (await installation.askSessionHost('/test/inside')) as Inside;
        expect(inside.nodeOptions).to.deep.equal(['--max-semi-space-size=4']);
        expect(inside.environment['NODE_OPTIONS']).to.equal(process.env['NODE_OPTIONS']);
        expect(((await installation.askIde('/test/inside')) as Inside).nodeOptions).to.deep.equal([]);
    });

    it('is started again by the launcher after kill -9, stops with it, and survives its death', async () => {
        const launcher = start({ PORT: String(await freePort()) }, 'launcher-main.js');
        const port = await launcher.port();
        const browser = new BrowserLike(port);
        const first = await gatewayPid();
        process.kill(first, 'SIGKILL');
        await eventually(async () => ((await gatewayPid().catch(() => first)) !== first ? true : undefined));
        expect((await browser.ask('/healthz')).status).to.equal(200);
        expect(launcher.complaint).to.contain('it starts again');
        const second = await gatewayPid();
        launcher.child.kill('SIGKILL');
        await launcher.exit();
        expect((await browser.ask('/healthz')).status).to.equal(200);
        process.kill(second, 'SIGTERM');
        await eventually(() => !signalProcess(second, 0) || undefined);
        const again = start({}, 'launcher-main.js');
        await again.port();
        again.child.kill('SIGTERM');
        expect(await again.exit()).to.equal(0);
    });

    it('the launcher ends with 78 when the gateway cannot start as configured', async () => {
        expect(await start({ PORT: 'x' }, 'launcher-main.js').exit()).to.equal(78);
    });

    it('can be asked for another link and for the end of everything', async () => {
        const program = start({ TERMINAL_KEY: '' });
        const browser = new BrowserLike(await program.port());
        const [ide, host] = [await idePid(), await hostPid()];
        const asked = new Program('admin-main.js', ['sign-in-link'], installation.environment({ TERMINAL_KEY: '' }));
        expect(await asked.exit(), asked.complaint).to.equal(0);
        const token = /token=([\w-]{43})/.exec(asked.output)?.[1] ?? '';
        expect((await browser.submit({ token })).status).to.equal(303);
        const stopped = new Program('admin-main.js', ['stop'], installation.environment());
        expect([await stopped.exit(), stopped.output]).to.deep.equal([
            0,
            'Dispatch has stopped, and its sessions with it.\n'
        ]);
        expect(await program.exit()).to.equal(0);
        expect([signalProcess(ide, 0), signalProcess(host, 0)]).to.deep.equal([false, false]);
        const nothing = new Program('admin-main.js', ['stop'], installation.environment());
        expect([await nothing.exit(), nothing.output]).to.deep.equal([0, 'Dispatch was not running.\n']);
    });

    it('ends what a killed gateway had left, when asked to stop', async () => {
        const program = start();
        await program.port();
        const [ide, host] = [await idePid(), await hostPid()];
        program.child.kill('SIGKILL');
        await program.exit();
        const stopped = new Program('admin-main.js', ['stop'], installation.environment());
        expect([await stopped.exit(), stopped.output]).to.deep.equal([
            0,
            'What Dispatch had left running has stopped.\n'
        ]);
        expect([signalProcess(ide, 0), signalProcess(host, 0)]).to.deep.equal([false, false]);
    });

    it('ends what was only starting when its gateway was killed, when asked to stop', async () => {
        const program = start({ FAKE_IDE: 'late', FAKE_SESSION_HOST: 'late' });
        const { ideSocket, sessionHostSocket } = installation.layout;
        const [ide, host] = [await startedPid(ideSocket), await startedPid(sessionHostSocket)];
        program.child.kill('SIGKILL');
        await program.exit();
        const stopped = new Program('admin-main.js', ['stop'], installation.environment());
        expect([await stopped.exit(), stopped.output]).to.deep.equal([
            0,
            'What Dispatch had left running has stopped.\n'
        ]);
        await eventually(() => (!signalProcess(ide, 0) && !signalProcess(host, 0)) || undefined);
    });

    it('leaves no session host behind that was only starting when everything was to end', async () => {
        const program = start({ FAKE_SESSION_HOST: 'late' });
        await program.port();
        const pid = await startedPid(installation.layout.sessionHostSocket);
        expect(signalProcess(pid, 0)).to.equal(true);
        const stopped = new Program('admin-main.js', ['stop'], installation.environment());
        expect(await stopped.exit()).to.equal(0);
        await eventually(() => !signalProcess(pid, 0) || undefined);
    });

    /** The process that is to listen on a socket, as soon as it was started. */
    function startedPid(socketPath: string): Promise<number> {
        const pidFile = pidFileOf(socketPath);
        return eventually(() => (existsSync(pidFile) && Number(readFileSync(pidFile, 'utf8'))) || undefined);
    }

    async function gatewayPid(): Promise<number> {
        const answer = await askOverUnixSocket({
            socketPath: installation.layout.adminSocket,
            secret: installation.secret,
            method: 'GET',
            path: '/status',
            timeoutMs: 1_000
        });
        return (answer as { pid: number }).pid;
    }
});

async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await new Promise(resolve => server.close(resolve));
    return port;
}
