import { expect } from 'chai';
import { IdeHealth } from 'dispatch-extension/lib/kernel/common/process-contract';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GatewayLog } from '../operations/log';
import { eventually } from '../testing/test-installation';
import { signalProcess } from './detached-process';
import { ideProgram } from './ide-program';
import { SupervisedProgram, SupervisedState, Supervisor } from './supervisor';
import { askOverUnixSocket } from './unix-request';

const SECRET = 's'.repeat(43);

describe('supervisor', () => {
    let folder: string;
    let events: string[];
    const begun: Supervisor<IdeHealth>[] = [];

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), 'dispatch-'));
        events = [];
    });

    afterEach(async () => {
        await Promise.all(begun.splice(0).map(supervisor => supervisor.stop(500)));
        rmSync(folder, { recursive: true, force: true });
    });

    /** A supervisor of the fake ide, quicker than the real one in everything. */
    function supervise(mode = '', quicker: Partial<SupervisedProgram<IdeHealth>> = {}): Supervisor<IdeHealth> {
        const socketPath = join(folder, 'ide.sock');
        const note = (event: string): unknown => events.push(event);
        const log: GatewayLog = { error: note, warn: note, info: note, debug: note };
        const program = ideProgram({
            entry: resolve(__dirname, '..', 'testing', 'fake-ide.js'),
            socketPath,
            secret: SECRET,
            logFile: join(folder, 'ide.log'),
            pidFile: join(folder, 'ide.pid'),
            environment: { ...process.env, FAKE_IDE: mode },
            folder,
            start: () => ({
                secret: SECRET,
                socketPath,
                configFolder: folder,
                pluginFolders: [],
                workspacesRoot: folder,
                logLevel: 'info' as const,
                sessionHost: { socketPath: join(folder, 'session-host.sock'), secret: SECRET }
            })
        });
        const supervisor = new Supervisor({ ...program, probeEveryMs: 50, probeLimitMs: 200, ...quicker }, log);
        begun.push(supervisor);
        return supervisor;
    }

    const health = async (): Promise<IdeHealth> => (await ask('/healthz')) as IdeHealth;
    const ask = (path: string): Promise<unknown> =>
        askOverUnixSocket({
            socketPath: join(folder, 'ide.sock'),
            secret: SECRET,
            method: 'GET',
            path,
            timeoutMs: 1_000
        });
    const until = (supervisor: Supervisor<IdeHealth>, state: SupervisedState): Promise<true> =>
        eventually(() => supervisor.state === state || undefined, 15_000);

    it('starts again what was killed', async () => {
        const supervisor = supervise();
        supervisor.begin();
        await until(supervisor, 'healthy');
        const first = await health();
        const states: SupervisedState[] = [];
        supervisor.onDidChangeState(state => states.push(state));
        process.kill(first.pid, 'SIGKILL');
        await eventually(() => states.includes('healthy') || undefined);
        expect(states).to.deep.equal(['starting', 'healthy']);
        expect((await health()).pid).not.to.equal(first.pid);
    });

    it('ends what a killed process has started, so that no plugin host is left behind', async () => {
        const supervisor = supervise('with-child');
        supervisor.begin();
        await until(supervisor, 'healthy');
        const { pid } = await health();
        expect(signalProcess(-pid, 0)).to.equal(true);
        process.kill(pid, 'SIGKILL');
        await eventually(() => !signalProcess(-pid, 0) || undefined);
    });

    it('F14: kills what hangs, and starts it again', async () => {
        const supervisor = supervise('', { hungAfterMisses: 3 });
        supervisor.begin();
        await until(supervisor, 'healthy');
        const { pid } = await health();
        ask('/test/hang').catch(() => undefined);
        await until(supervisor, 'starting');
        expect(supervisor.reason).to.equal('The IDE stopped answering.');
        await eventually(() => !signalProcess(pid, 0) || undefined);
        await until(supervisor, 'healthy');
    });

    it('survives one missed probe: a machine that slept is no hung process', async () => {
        const supervisor = supervise();
        supervisor.begin();
        await until(supervisor, 'healthy');
        const { pid } = await health();
        process.kill(pid, 'SIGSTOP');
        await new Promise(done => setTimeout(done, 500));
        process.kill(pid, 'SIGCONT');
        await new Promise(done => setTimeout(done, 500));
        expect((await health()).pid).to.equal(pid);
    });

    it('F14: gives up on what never comes up, says why, and tries again when asked', async function () {
        this.timeout(20_000);
        const supervisor = supervise('dies');
        supervisor.begin();
        await until(supervisor, 'failed');
        expect(supervisor.reason).to.equal('The IDE ended with code 3.');
        expect(events.filter(event => event === 'supervision.started')).to.have.length(5);
        expect(readFileSync(supervisor.logFile, 'utf8')).to.equal('this ide was told to die\n'.repeat(5));
        supervisor.retry();
        expect(supervisor.state).to.equal('starting');
        await eventually(() => events.filter(event => event === 'supervision.started').length > 5 || undefined);
    });

    it('F15: kills what starts and never answers', async () => {
        const supervisor = supervise('never-answers', { startLimitMs: 300 });
        supervisor.begin();
        await eventually(() => events.includes('supervision.killed') || undefined);
        expect(supervisor.reason).to.equal('The IDE did not answer after its start.');
    });

    it('F15: gives up with the reason when the program cannot even be started', async function () {
        this.timeout(20_000);
        rmSync(folder, { recursive: true });
        const supervisor = supervise();
        supervisor.begin();
        await until(supervisor, 'failed');
        expect(supervisor.reason).to.match(/^The IDE could not be started: .*ENOENT/);
    });

    it('takes over what an earlier gateway left running, and notices its end', async () => {
        const earlier = supervise();
        earlier.begin();
        await until(earlier, 'healthy');
        const { pid } = await health();
        await earlier.release();
        const later = supervise();
        later.begin();
        await until(later, 'healthy');
        expect([(await health()).pid, events.includes('supervision.adopted')]).to.deep.equal([pid, true]);
        process.kill(pid, 'SIGKILL');
        await eventually(async () => (await health().catch(() => undefined))?.pid !== pid || undefined);
        await until(later, 'healthy');
    });

    it('takes over what was still starting when its gateway was killed, though no other can start meanwhile', async () => {
        const earlier = supervise('late');
        earlier.begin();
        await eventually(() => events.includes('supervision.started') || undefined);
        await earlier.release();
        const pid = Number(readFileSync(join(folder, 'ide.pid'), 'utf8'));
        // as the session host: another one finds the database locked and ends
        const later = supervise('dies', { killLost: () => undefined });
        later.begin();
        await until(later, 'healthy');
        expect((await health()).pid).to.equal(pid);
        process.kill(pid, 'SIGKILL');
    });

    it('leaves no second process behind when a gateway was killed while the first was starting', async () => {
        const earlier = supervise('late');
        earlier.begin();
        await eventually(() => events.includes('supervision.started') || undefined);
        await earlier.release();
        const pid = Number(readFileSync(join(folder, 'ide.pid'), 'utf8'));
        const later = supervise();
        later.begin();
        await until(later, 'healthy');
        expect([(await health()).pid === pid, signalProcess(pid, 0)]).to.deep.equal([false, false]);
    });

    it('kills a hung process that an earlier gateway left, and no other', async () => {
        const earlier = supervise();
        earlier.begin();
        await until(earlier, 'healthy');
        const { pid } = await health();
        await earlier.release();
        ask('/test/hang').catch(() => undefined);
        const later = supervise('', { hungAfterMisses: 2 });
        later.begin();
        await until(later, 'healthy');
        expect((await health()).pid).not.to.equal(pid);
        await eventually(() => !signalProcess(pid, 0) || undefined);
    });

    it('stops a process and everything it started, and leaves no socket in the way', async () => {
        const supervisor = supervise();
        supervisor.begin();
        await until(supervisor, 'healthy');
        const { pid } = await health();
        await supervisor.stop(2_000);
        expect([signalProcess(pid, 0), signalProcess(-pid, 0), supervisor.state]).to.deep.equal([
            false,
            false,
            'stopped'
        ]);
        supervisor.begin();
        await until(supervisor, 'healthy');
        expect(existsSync(join(folder, 'ide.sock'))).to.equal(true);
    });
});
