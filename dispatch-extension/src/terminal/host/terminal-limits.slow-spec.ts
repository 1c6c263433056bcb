import { expect } from 'chai';
import { DispatchError } from '../../kernel/common/errors';
import { closeInheritedFiles } from '../../kernel/host/inherited-files';
import { SessionInfo } from '../../session/common/session-protocol';
import { TestHost } from '../../session/testing/test-host';
import { TerminalKind } from './terminal-kind';

const PARALLEL = 50;
const SLEEPER = { shell: '/bin/sleep', args: ['300'] };

describe('limits of terminals', function () {
    this.timeout(60_000);
    let host: TestHost;

    before(closeInheritedFiles);
    afterEach(() => host.dispose());

    function start(limits: Parameters<typeof TestHost.start>[1]): Promise<TestHost> {
        return TestHost.start(() => [TerminalKind.ofThisSystem()], limits);
    }

    /** Creates terminals from several pages at once; how each came out. */
    async function createMany(more: object = {}): Promise<string[]> {
        const pages = await Promise.all(Array.from({ length: 5 }, () => host.page()));
        return Promise.all(
            Array.from({ length: PARALLEL }, (_, at) =>
                pages[at % pages.length].create('terminal', SLEEPER, more).then(
                    () => 'started',
                    (error: DispatchError) => error.message
                )
            )
        );
    }

    function count(outcomes: string[]): Record<string, number> {
        return outcomes.reduce<Record<string, number>>((sum, each) => ({ ...sum, [each]: (sum[each] ?? 0) + 1 }), {});
    }

    it('are exact when many ask at once, and a place that was left can be taken', async () => {
        host = await start({ terminalsPerPerson: 7 });
        const say =
            'There are 7 sessions of this kind running, which is the limit. End one of them, or raise MAX_TERMINALS.';
        expect(count(await createMany())).to.deep.equal({ started: 7, [say]: PARALLEL - 7 });
        const page = await host.page();
        const { sessions } = await page.call<{ sessions: SessionInfo[] }>('listSessions');
        expect(sessions).to.have.length(7);
        await page.call('endSession', { sessionId: sessions[0].id });
        await page.create('terminal', SLEEPER);
        const refused = await page.call('restartSession', { sessionId: sessions[0].id }).catch((error: Error) => error);
        expect(refused).to.have.property('message', say);
        expect((await page.session(sessions[0].id)).state).to.equal('ended');
    });

    it('are exact for a workspace, which does not count elsewhere', async () => {
        host = await start({ terminalsPerWorkspace: 4 });
        const page = await host.page();
        const { workspace } = await page.call<{ workspace: { id: string } }>('createWorkspace', { name: 'work' });
        const outcomes = count(await createMany({ workspaceId: workspace.id }));
        expect(outcomes['started']).to.equal(4);
        expect(Object.keys(outcomes).join()).to.contain('MAX_TERMINALS_PER_WORKSPACE');
        await page.create('terminal', SLEEPER);
    });

    it('keep many from being started in a short time', async () => {
        host = await start({ terminalStartsPer10S: 9 });
        const outcomes = count(await createMany());
        expect(outcomes['started']).to.equal(9);
        expect(Object.keys(outcomes).join()).to.contain('9 sessions').and.contain('TERMINAL_STARTS_PER_10_S');
    });

    it('hold back input that comes too fast, say so, and lose none of it', async () => {
        host = await start({ inputBytesPerSecond: 40 * 1024 });
        const page = await host.page();
        const script = 'stty raw -echo; echo ready; head -c 262144 | sha256sum';
        const session = await page.create('terminal', { shell: '/bin/bash', args: ['--norc', '-c', script] });
        const viewer = page.attach(session, { from: 0 });
        await viewer.until(() => viewer.text.includes('ready'));
        for (let at = 0; at < 4; at++) {
            viewer.type('x'.repeat(65_536));
        }
        await viewer.until(() => viewer.refused !== undefined);
        expect(viewer.refused).to.deep.include({ code: 'session.input-too-fast', retryAfterMs: 1_000 });
        expect(viewer.refused?.message).to.contain('40 KiB').and.contain('TERMINAL_INPUT_KIB_PER_S');
        expect(viewer.appliedInput).to.equal(2);
        await page.call('endSession', { sessionId: session.id });
    });

    it('refuse a frame that is too large, and disturb nobody else', async () => {
        host = await start({ frameBytes: 4_096 });
        const [page, other] = [await host.page(), await host.page()];
        const session = await page.create('terminal', { shell: '/bin/cat' });
        const viewer = page.attach(session);
        const closed = new Promise<string>(resolve =>
            page.socket.once('close', (_code, why) => resolve(why.toString()))
        );
        viewer.type('x'.repeat(5_000));
        expect(await closed).to.contain('MAX_FRAME_KIB');
        const again = other.attach(session, { from: 0 });
        again.type('still here\n');
        await again.until(() => again.text.includes('still here'));
        await other.call('endSession', { sessionId: session.id });
    });

    it('end a terminal that nobody watches and in which nothing runs, and no other', async () => {
        host = await start({ terminalIdleMs: 300 });
        const page = await host.page();
        const shell = { shell: '/bin/bash', args: ['--norc'] };
        const [idle, watched, busy] = await Promise.all([
            page.create('terminal', shell),
            page.create('terminal', shell),
            page.create('terminal', SLEEPER)
        ]);
        const viewer = page.attach(watched);
        await viewer.until(() => viewer.info !== undefined);
        const endAtMs = Date.now() + 20_000;
        while ((await page.session(idle.id)).state !== 'ended' && Date.now() < endAtMs) {
            await new Promise(resolve => setTimeout(resolve, 50));
        }
        expect((await page.session(idle.id)).reason).to.contain('TERMINAL_IDLE_MINUTES');
        expect((await page.session(watched.id)).state).to.equal('active');
        expect((await page.session(busy.id)).state).to.equal('suspended');
    });
});
