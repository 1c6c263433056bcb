import { expect } from 'chai';
import fc from 'fast-check';
import { ClaudeEvent } from '../common/claude-events';
import { conversationOf } from '../domain/conversation';
import { asking, endless, saying, TurnScript } from '../testing/scripted-runtime';
import { SessionFixture } from '../testing/session-fixture';

const SCRIPTS: Record<string, () => TurnScript> = {
    says: () => saying('words'),
    asks: () => asking(`tool-${Math.random()}`),
    lasts: () => endless('words without end'),
    fails: () => async () => ({ outcome: 'failed', error: 'overloaded' }),
    throws: () => async () => {
        throw new Error('a bug');
    }
};
const scripts = fc.array(fc.constantFrom(...Object.keys(SCRIPTS)), { maxLength: 5 });
const steps = fc.array(fc.constantFrom('say', 'say again', 'allow', 'deny', 'stop', 'breathe'), { maxLength: 14 });

describe('Claude session, whatever comes in whatever order', function () {
    this.timeout(60_000);

    it('keeps its promises', async () => {
        await fc.assert(
            fc.asyncProperty(scripts, steps, async (scriptNames, stepNames) => {
                const fixture = await SessionFixture.create(...scriptNames.map(name => SCRIPTS[name]()));
                for (const step of stepNames) {
                    await take(step, fixture);
                }
                await fixture.page.session.call('interrupt', undefined);
                await fixture.page.session.end('enough');
                await fixture.page.until(() => fixture.page.exit);
                const events = await fixture.stored();
                expect(fixture.page.events).to.deep.equal(events);
                keepsPromises(events);
                const live = fixture.manager.find(fixture.context.info.id)?.actor.conversation;
                expect(conversationOf(events)).to.deep.equal(live);
            }),
            { numRuns: 150 }
        );
    });

    it('goes on after a restart at any point of its log', async () => {
        const fixture = await SessionFixture.create(asking('tool-1'), endless('words'), saying('more'));
        for (const step of ['say', 'breathe', 'say', 'allow', 'breathe', 'say', 'stop', 'breathe']) {
            await take(step, fixture);
        }
        await fixture.page.next('turn-ended', 2);
        const events = await fixture.stored();
        for (let cut = 0; cut <= events.length; cut++) {
            const after = await SessionFixture.reopen(events.slice(0, cut), saying('Here I am.'));
            expect(after.context.info.state, `cut at ${cut}`).to.equal('active');
            if (after.manager.find(after.context.info.id)?.actor.conversation.waitsForPerson) {
                await after.page.answer(await after.page.next('approval-requested'), cut % 2 ? 'allow' : 'deny');
            }
            await after.page.say('go on', 'the-message-after');
            const earlier = events.slice(0, cut).filter(({ body }) => body.type === 'turn-started').length;
            const turn = await after.page.next('turn-started', earlier);
            await after.page.until(() => after.page.all('turn-ended').find(end => end.turnId === turn.turnId));
            await after.page.session.end('enough');
            keepsPromises(await after.stored());
            expect(after.runtime.turns.at(-1)?.at(-1), `cut at ${cut}`).to.equal('go on');
        }
    });
});

async function take(step: string, { page }: SessionFixture): Promise<void> {
    switch (step) {
        case 'say':
            return page.say('hello');
        case 'say again':
            return page.say('hello', 'always-the-same');
        case 'stop':
            await page.session.call('interrupt', undefined);
            return;
        case 'allow':
        case 'deny': {
            const answered = new Set(page.all('approval-answered').map(event => event.approvalId));
            const open = page.all('approval-requested').find(event => !answered.has(event.approvalId));
            return open && page.answer(open, step);
        }
        default:
            await new Promise(resolve => setImmediate(resolve));
    }
}

/** What holds for every log of a session that has ended. */
function keepsPromises(events: readonly ClaudeEvent[]): void {
    const bodies = events.map(event => event.body);
    const of = <T extends string>(type: T): string[] =>
        bodies.filter(body => body.type === type).map(body => JSON.stringify(body));
    expect(events.map(event => event.seq)).to.deep.equal(events.map((_, index) => index + 1));
    expect(of('turn-ended')).to.have.length(of('turn-started').length);
    expect(of('block-ended')).to.have.length(of('block-started').length);
    expect(of('approval-answered')).to.have.length(of('approval-requested').length);
    expect(of('tool-finished')).to.have.length(of('tool-requested').length);
    const messageIds = bodies.flatMap(body => (body.type === 'user-message' ? [body.messageId] : []));
    expect(new Set(messageIds).size).to.equal(messageIds.length);
    const started = bodies.findIndex(body => body.type === 'tool-started');
    const allowed = bodies.findIndex(body => body.type === 'approval-answered' && body.answer === 'allow');
    expect(started === -1 || (allowed !== -1 && allowed < started)).to.equal(true);
}
