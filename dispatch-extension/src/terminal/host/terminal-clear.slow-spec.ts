import { expect } from 'chai';
import { SessionInfo } from '../../session/common/session-protocol';
import { CLEAR_SCREEN } from '../domain/screen-clearing';
import { useTerminals } from '../testing/use-terminals';

describe('clearing a terminal', function () {
    this.timeout(60_000);
    const world = useTerminals();

    async function clear({ id }: SessionInfo): Promise<void> {
        await world.page.call('callSession', { sessionId: id, method: 'clearOutput', params: {} });
    }

    /** What somebody sees who comes now. */
    async function screenOf(session: SessionInfo): Promise<string> {
        const fresh = (await world.host.page()).attach(session);
        await fresh.until(() => fresh.snapshots.length > 0);
        return fresh.snapshots[0].bytes.toString();
    }

    it('clears it for everybody at one position, also for who comes later, and what was recorded stays recorded', async () => {
        const session = await world.run(
            'echo before; echo -n "prompt> "; read -r line; echo "after $line"; read -r line'
        );
        const viewers = [world.page, await world.host.page()].map(page => page.attach(session, { from: 0 }));
        for (const viewer of viewers) {
            await viewer.until(() => viewer.text.includes('prompt> '));
        }
        await clear(session);
        viewers[0].type('x\n');
        for (const viewer of viewers) {
            await viewer.until(() => viewer.text.includes('after x'));
            expect(viewer.text).to.contain(`before\r\nprompt> ${CLEAR_SCREEN}`);
        }
        const screen = await screenOf(session);
        expect(screen).to.match(/prompt> x[^]*after x/);
        expect(screen).not.to.contain('before');
    });

    it('clears one that has ended for who comes later, also after it was started again', async () => {
        const session = await world.run('echo "before"; read -r line; echo -n "the end"');
        const viewer = world.page.attach(session, { from: 0 });
        viewer.type('\n');
        await viewer.until(() => viewer.exit !== undefined);
        await clear(session);
        expect(await screenOf(session))
            .to.contain('the end')
            .and.not.to.contain('before');

        await world.host.stop();
        await world.host.startAgain();
        world.page = await world.host.page();
        expect(await screenOf(session))
            .to.contain('the end')
            .and.not.to.contain('before');
        await world.page.call('restartSession', { sessionId: session.id });
        const again = world.page.attach(session, { from: viewer.position, shown: viewer.bytes });
        await again.until(() => /started again[^]*before/.test(again.text));
        expect(again.gaps).to.deep.equal([]);
    });
});
