import { expect } from 'chai';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { ILogger } from '@theia/core/lib/common/logger';
import { IProcessExitEvent } from '@theia/process/lib/common/process-manager-types';
import { SessionInfo } from '../../session/common/session-protocol';
import { TestHost } from '../../session/testing/test-host';
import { TerminalKind } from '../../terminal/host/terminal-kind';
import { KEPT_RUNS } from '../domain/task-runs';
import { TaskHostFeature } from '../host/task-host-feature';
import { SessionTaskProcess } from './session-task-process';
import { TaskSessions } from './task-sessions';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

describe('tasks in a session host, with real processes', function () {
    this.timeout(60_000);
    let host: TestHost;
    const begun: TaskSessions[] = [];

    beforeEach(async () => {
        host = await TestHost.start(() => [TerminalKind.ofThisSystem([new TaskHostFeature()])]);
    });

    afterEach(async () => {
        begun.splice(0).forEach(({ link }) => link.dispose());
        await host.dispose();
    });

    /** What an ide has of the session host. */
    function ide(): TaskSessions {
        const { socketPath, secret } = host.startParameters;
        const sessions = new TaskSessions({ socketPath, secret });
        begun.push(sessions);
        sessions.link.connect();
        return sessions;
    }

    function run(sessions: TaskSessions, script: string): Promise<SessionInfo> {
        return sessions.start({
            title: 'Task: count',
            folder: host.folder,
            program: { shell: '/bin/bash', args: ['-c', script], preface: '> count <\r\n' },
            record: { label: 'count', command: script, context: 'file:///work', config: { label: 'count' } }
        });
    }

    it('are read line by line from their first one, and end after their last', async () => {
        const sessions = ide();
        const watched = watch(sessions, await run(sessions, 'seq 1 200000; printf "no line break"; exit 3'), true);
        expect(await watched.end).to.deep.equal({ code: 3, signal: undefined });
        expect(watched.text()).to.equal(`> count <\r\n${lines(200_000)}no line break\n`);
    });

    it('end with their code where nobody reads their output', async () => {
        const sessions = ide();
        expect(await watch(sessions, await run(sessions, 'exit 4'), false).end).to.deep.equal({
            code: 4,
            signal: undefined
        });
    });

    it('end with their whole process tree when they are told to', async () => {
        const sessions = ide();
        const session = await run(sessions, 'sleep 1000 & echo $! > child; wait');
        const watched = watch(sessions, session, true);
        const file = path.join(host.folder, 'child');
        await until(async () => (await fs.readFile(file, 'utf8').catch(() => '')).endsWith('\n'));
        await watched.process.end();
        expect((await watched.end).code).to.equal(undefined);
        const child = Number(await fs.readFile(file, 'utf8'));
        expect(await isRunning(child)).to.equal(false);
    });

    it('go on when the ide is gone, and are found by the next with all that they are', async () => {
        const first = ide();
        const session = await run(first, 'seq 1 1000; read; seq 1001 2000');
        const cut = watch(first, session, true);
        await until(async () => cut.text().endsWith('1000\r\n'));
        first.link.dispose();

        const second = ide();
        const [found] = await second.running();
        expect(found.id).to.equal(session.id);
        expect(await second.recordOf(found.id)).to.deep.include({ label: 'count', context: 'file:///work' });
        const watched = watch(second, found, true);
        (await host.page()).attach(found).type('\n');
        expect(await watched.end).to.deep.equal({ code: 0, signal: undefined });
        expect(watched.text().replaceAll('\r\n', '\n')).to.equal(
            `> count <\n${count(1, 1_000)}\n${count(1_001, 2_000)}`
        );
    });

    it('are told as ended by a hang-up when the session host was stopped under them', async () => {
        const sessions = ide();
        const watched = watch(sessions, await run(sessions, 'sleep 1000'), false);
        await host.stop();
        await host.startAgain();
        expect((await watched.end).signal).to.be.a('string');
    });

    it('are forgotten when they have been run often enough since', async () => {
        const sessions = ide();
        for (let round = 0; round < KEPT_RUNS + 3; round++) {
            await watch(sessions, await run(sessions, 'true'), false).end;
        }
        const page = await host.page();
        const { sessions: left } = await page.call<{ sessions: SessionInfo[] }>('listSessions');
        // those that had ended when the last was started, and the last itself
        expect(left).to.have.length(KEPT_RUNS + 1);
    });

    it('refuse to start what cannot be run, and leave nothing behind that runs', async () => {
        const sessions = ide();
        const start = sessions.start({
            title: 'Task: none',
            folder: host.folder,
            program: { shell: '/no/such/program', args: [] },
            record: { label: 'none', config: {} }
        });
        const refusal = await start.then(
            () => 'started',
            (error: { code: string }) => error.code
        );
        expect([refusal, await sessions.running()]).to.deep.equal(['terminal.shell-missing', []]);
    });
});

function watch(sessions: TaskSessions, session: SessionInfo, readsOutput: boolean) {
    const process = new SessionTaskProcess(session, sessions, silent as unknown as ILogger);
    let text = '';
    process.outputStream.on('data', (piece: string) => (text += piece));
    const end = new Promise<IProcessExitEvent>(resolve => process.onClose(resolve));
    process.begin(readsOutput);
    return { process, end, text: () => text };
}

/** False also for a zombie: whose parent has gone waits for the system to take note, in a container for seconds. */
async function isRunning(pid: number): Promise<boolean> {
    const status = await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return /^State:\s+[^ZX]/m.test(status);
}

function lines(to: number): string {
    return Array.from({ length: to }, (_, index) => `${index + 1}\r\n`).join('');
}

function count(from: number, to: number): string {
    return Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');
}

async function until(condition: () => Promise<boolean>): Promise<void> {
    const endAt = performance.now() + 20_000;
    while (!(await condition())) {
        if (performance.now() > endAt) {
            throw new Error('not within 20 s');
        }
        await new Promise(resolve => setTimeout(resolve, 20));
    }
}
