import { expect } from 'chai';
import { ClaudeEvent } from '../common/claude-events';
import { FakeSessionContext } from '../testing/fake-session-context';
import { MemoryEventLog } from '../testing/memory-event-log';
import { endless, ScriptedRuntime } from '../testing/scripted-runtime';
import { WatchedSession } from '../testing/watched-session';
import { ClaudeSessionManager } from './claude-session-manager';
import { SessionGround } from './session-feature';

describe('features of a Claude session', () => {
    it('are asked before the runtime, and again before the end of the turn is recorded', async () => {
        const { page, runtime, order } = await sessionWithFeature();
        runtime.scripts.push(async () => {
            order.push('answers');
            return { outcome: 'finished' };
        });
        await page.say('hello');
        await page.next('turn-ended');
        expect(order).to.deep.equal(['before', 'answers', 'after']);
        const types = page.events.map(event => event.body.type);
        expect(types.indexOf('notice')).to.be.within(types.indexOf('turn-started'), types.indexOf('turn-ended'));
    });

    it('have the session quiet while they need it, and the message that comes meanwhile is answered after it', async () => {
        const { page, ground, runtime } = await sessionWithFeature();
        let release: () => void = () => undefined;
        const work = ground.whileQuiet(() => new Promise<void>(resolve => (release = resolve)));
        await page.say('hello');
        expect(runtime.turns).to.deep.equal([]);
        release();
        await work;
        await page.next('turn-ended');
        expect(runtime.turns).to.deep.equal([['hello']]);
    });

    it('are waited for at the end of the session, so that it ends with all recorded', async () => {
        const { page, ground } = await sessionWithFeature();
        let release: () => void = () => undefined;
        const work = ground.whileQuiet(async () => {
            await new Promise<void>(resolve => (release = resolve));
            await ground.recorder.record({ type: 'notice', level: 'info', text: 'done' });
        });
        const ended = page.session.end('enough');
        await new Promise(resolve => setImmediate(resolve));
        release();
        await Promise.all([work, ended]);
        const log = await ground.recorder.history();
        expect(log.slice(-2).map(({ body }) => body.type)).to.deep.equal(['notice', 'state-changed']);
    });

    it('are refused quiet while Claude works', async () => {
        const { page, ground, runtime } = await sessionWithFeature();
        runtime.scripts.push(endless('…'));
        await page.say('hello');
        await page.next('block-started');
        const code = await ground.whileQuiet(async () => 'done').catch((error: { code: string }) => error.code);
        expect(code).to.equal('claude.working');
        await page.session.end('enough');
    });

    it('go on with a past by the runtime that has it, also where another one would be preferred now', async () => {
        const claudeCode = new ScriptedRuntime('claude-code');
        claudeCode.usability = { usable: false, reason: 'It is not installed.' };
        const past = async (): Promise<ClaudeEvent[]> => [
            { seq: 1, atMs: 1, body: { type: 'session-started', runtime: 'claude-code', folder: '/home/ada' } }
        ];
        const providers = [claudeCode, new ScriptedRuntime('messages-api')];
        const features = [{ join: () => ({}), past }];
        const manager = new ClaudeSessionManager(new MemoryEventLog(), providers, [5], undefined, features);
        const { id } = (await manager.create(new FakeSessionContext('/home/ada/project'), {})).info;
        const code = await manager.send(id, 'message-1', 'hello').catch((error: { code: string }) => error.code);
        expect(code).to.equal('claude.no-key');
    });
});

async function sessionWithFeature() {
    const order: string[] = [];
    const grounds: SessionGround[] = [];
    const feature = {
        join: (ground: SessionGround) => {
            grounds.push(ground);
            return {
                beforeTurn: async () => {
                    order.push('before');
                    await ground.recorder.record({ type: 'notice', level: 'info', text: 'kept' });
                },
                afterTurn: async () => void order.push('after')
            };
        }
    };
    const runtime = new ScriptedRuntime();
    const manager = new ClaudeSessionManager(new MemoryEventLog(), [runtime], [5], undefined, [feature]);
    const page = new WatchedSession(await manager.create(new FakeSessionContext('/home/ada/project'), {}));
    return { page, runtime, order, ground: grounds[0] };
}
