import { expect } from 'chai';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { HOST_STOPPED } from 'dispatch-extension/lib/session/host/session-service';
import { ClaudeEvent } from '../common/claude-events';
import { conversationOf } from '../domain/conversation';
import { projectLog } from '../domain/transcript-projection';
import { MemoryEventLog } from '../testing/memory-event-log';
import { asking, endless, saying } from '../testing/scripted-runtime';
import { WatchedSession } from '../testing/watched-session';
import { SessionFixture } from '../testing/session-fixture';
import { EventRecorder } from './event-recorder';

describe('Claude session', () => {
    it('takes no message while no runtime can be used, and says what to do', async () => {
        const { page, runtime } = await SessionFixture.create();
        runtime.usability = { usable: false, reason: 'Set ANTHROPIC_API_KEY and start again.' };
        await expectCode('claude.no-key', page.say('hello'), 'Set ANTHROPIC_API_KEY and start again.');
        runtime.usability = { usable: true };
        await page.say('hello');
        await page.next('turn-ended');
        expect(runtime.turns).to.deep.equal([['hello']]);
    });

    it('stops, and takes nothing more, when its log cannot be written', async () => {
        const { page, log, context, runtime } = await SessionFixture.create(endless('…'));
        await page.say('hello');
        await page.next('turn-started');
        log.failure = new Error('disk full');
        await page.say('more').then(
            () => expect.fail('it was taken'),
            (error: Error) => expect(error.message).to.equal('disk full')
        );
        await page.until(() => page.exit);
        expect(context.info.state).to.equal('failed');
        expect(runtime.ends).to.equal(1);
        await expectCode('claude.ended', page.say('and now?'));
    });

    it('goes on where it was when its log could not be written for a moment, with nothing lost or moved', async () => {
        const fixture = await SessionFixture.create(saying('one'), saying('two'));
        const { page, log, context } = fixture;
        log.failure = new Error('disk full');
        log.failures = 3;
        await Promise.all([page.say('first'), page.say('second')]);
        await page.until(() => page.said === 'onetwo' || undefined);
        await page.until(() => page.all('turn-ended')[1]);
        expect(context.info.state).not.to.equal('failed');
        expect(page.all('user-message').map(({ text }) => text)).to.deep.equal(['first', 'second']);
        const events = await fixture.stored();
        expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_event, index) => index + 1));
        await page.say('and on');
        await page.next('turn-ended', 2);
        expect(context.log.events).to.include('claude.log-delayed');
    });

    it('does not hold up the stop of its host while its log cannot be written', async () => {
        const log = new MemoryEventLog();
        const recorder = await EventRecorder.open(log, 'session', Date.now, [60_000]);
        log.failure = new Error('disk full');
        const recorded = recorder.record({ type: 'state-changed', state: 'working' });
        setTimeout(() => recorder.hurry(), 10);
        const problem = await recorded.catch((error: Error) => error.message);
        expect(problem).to.equal('disk full');
    });

    it('records a message once, however often it is sent', async () => {
        const { page, runtime } = await SessionFixture.create();
        await Promise.all([page.say('hello', 'message-1'), page.say('hello', 'message-1')]);
        await page.next('turn-ended');
        await page.say('hello', 'message-1');
        expect(page.all('user-message')).to.have.length(1);
        expect(runtime.turns).to.deep.equal([['hello']]);
    });

    it('queues messages behind a turn and answers all that wait in the next one', async () => {
        const { page, runtime } = await SessionFixture.create(asking('tool-1'));
        await page.say('first');
        const request = await page.next('approval-requested');
        await page.say('second');
        await page.say('third');
        await page.answer(request, 'allow');
        await page.next('turn-ended', 1);
        expect(runtime.turns).to.deep.equal([['first'], ['second', 'third']]);
    });

    it('refuses a fifty-first message that waits', async () => {
        const { page } = await SessionFixture.create(endless('…'));
        await page.say('first');
        await page.next('turn-started');
        for (let count = 0; count < 50; count++) {
            await page.say('more');
        }
        await expectCode('claude.too-many-messages', page.say('one too many'));
        await page.session.end('enough');
    });

    it('takes the first answer to a question and refuses a second one', async () => {
        let runs = 0;
        const { page } = await SessionFixture.create(asking('tool-1', () => runs++));
        await page.say('build it');
        const request = await page.next('approval-requested');
        const answers = await Promise.allSettled([page.answer(request, 'allow'), page.answer(request, 'deny')]);
        expect(answers.map(answer => answer.status)).to.deep.equal(['fulfilled', 'rejected']);
        await page.next('turn-ended');
        expect(runs).to.equal(1);
        await expectCode('claude.approval-answered', page.answer(request, 'allow'));
        expect(page.all('approval-answered').map(event => event.answer)).to.deep.equal(['allow']);
    });

    it('refuses an answer to an input that is not the one that was asked for', async () => {
        let runs = 0;
        const { page } = await SessionFixture.create(asking('tool-1', () => runs++));
        await page.say('build it');
        const request = await page.next('approval-requested');
        await expectCode('claude.input-changed', page.answer({ ...request, inputHash: '0'.repeat(64) }, 'allow'));
        await expectCode('claude.approval-not-found', page.answer({ ...request, approvalId: 'made up' }, 'allow'));
        expect(runs).to.equal(0);
        await page.answer(request, 'deny');
        await page.next('turn-ended');
        expect(runs).to.equal(0);
    });

    it('goes from waiting back to working when the last question is answered', async () => {
        const { page, context } = await SessionFixture.create(async turn => {
            await Promise.all([asking('tool-1')(turn), asking('tool-2')(turn)]);
            return { outcome: 'finished' };
        });
        await page.say('build both');
        await page.next('approval-requested', 1);
        expect(context.info.detail).to.deep.include({ claudeState: 'waiting', waiting: 2 });
        await page.answer(page.all('approval-requested')[1], 'allow');
        expect(context.info.detail).to.deep.include({ claudeState: 'waiting', waiting: 1 });
        await page.answer(page.all('approval-requested')[0], 'allow');
        await page.next('turn-ended');
        expect(statesOf(page.events)).to.deep.equal(['working', 'waiting', 'working', 'idle']);
    });

    it('does nothing when it is stopped without a turn', async () => {
        const { page, stored } = await fixtureWithStored();
        await page.session.call('interrupt', undefined);
        await page.say('hello');
        await page.next('turn-ended');
        await page.session.call('interrupt', undefined);
        expect(statesOf(await stored())).to.deep.equal(['working', 'idle']);
    });

    it('keeps what was said when it is stopped, and closes what is open', async () => {
        const { page } = await SessionFixture.create(endless('It has two sta'));
        await page.say('Explain the build');
        await page.next('block-delta');
        await page.session.call('interrupt', undefined);
        await page.next('state-changed', 1);
        expect(page.said).to.equal('It has two sta');
        expect(page.events.slice(-3).map(({ body }) => body.type)).to.deep.equal([
            'block-ended',
            'turn-ended',
            'state-changed'
        ]);
        expect(statesOf(page.events)).to.deep.equal(['working', 'interrupted']);
    });

    it('takes a question back when it is stopped, and does not run the tool', async () => {
        let runs = 0;
        const { page } = await SessionFixture.create(asking('tool-1', () => runs++));
        await page.say('build it');
        const request = await page.next('approval-requested');
        await page.session.call('interrupt', undefined);
        await page.next('turn-ended');
        expect(page.all('approval-answered').map(event => event.answer)).to.deep.equal(['withdrawn']);
        expect(page.all('tool-finished').map(event => event.outcome)).to.deep.equal(['denied']);
        const shown = projectLog(page.events).turns[0].parts.find(part => part.kind === 'tool');
        expect(shown).to.include({ state: 'withdrawn', output: 'Not run: Stopped by the user.' });
        await expectCode('claude.approval-answered', page.answer(request, 'allow'));
        expect(runs).to.equal(0);
    });

    it('survives a runtime that throws', async () => {
        const { page } = await SessionFixture.create(async () => {
            throw new Error('a bug');
        }, saying('Here I am again.'));
        await page.say('hello');
        expect((await page.next('turn-ended')).outcome).to.equal('failed');
        await page.say('hello?');
        expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
        expect(statesOf(page.events)).to.deep.equal(['working', 'failed', 'working', 'idle']);
    });

    it('ends for good, and says so to every page after all the rest', async () => {
        const { page, context, runtime } = await SessionFixture.create(endless('…'));
        await page.say('hello');
        await page.next('block-started');
        await page.session.end('ended on request');
        await page.until(() => page.exit);
        expect(page.events.at(-1)?.body).to.deep.equal({
            type: 'state-changed',
            state: 'ended',
            reason: 'ended on request'
        });
        expect(context.info.state).to.equal('ended');
        expect(runtime.ends).to.equal(1);
        await expectCode('claude.ended', page.say('hello?'));
    });

    it('goes on after the session host was stopped in an orderly way', async () => {
        const before = await SessionFixture.create(endless('It has'));
        await before.page.say('Explain the build');
        await before.page.next('block-started');
        await before.page.session.end(HOST_STOPPED);
        await before.page.session.dispose();
        expect(before.page.exit).to.equal(undefined);
        const after = await SessionFixture.reopen(await before.stored(), saying('Two stages.'));
        expect(after.context.info.state).to.equal('active');
        await after.page.say('go on');
        await after.page.next('turn-ended', 1);
        expect(after.page.said).to.equal('It hasTwo stages.');
    });

    it('is readable and ended when it had been ended', async () => {
        const before = await SessionFixture.create(saying('Hello.'));
        await before.page.say('hello');
        await before.page.next('turn-ended');
        await before.page.session.end('ended on request');
        const events = await before.stored();
        const after = await SessionFixture.reopen(events);
        await after.page.until(() => after.page.exit);
        expect(after.page.events).to.deep.equal(events);
        expect(after.context.changes.filter(change => change.state)).to.deep.equal([]);
        await expectCode('claude.ended', after.page.say('hello?'));
    });

    it('sends a page that comes back only what it has not seen', async () => {
        const { page } = await SessionFixture.create(saying('Hello.'));
        await page.say('hello');
        await page.next('turn-ended');
        const seen = page.events.length;
        const again = new WatchedSession(page.session, seen - 2);
        await again.until(() => (again.events.length === 2 ? true : undefined));
        expect(again.events).to.deep.equal(page.events.slice(-2));
    });

    it('takes its title from the first message, once, and only where none was given', async () => {
        const { page, context } = await SessionFixture.create();
        await page.say('\n  Explain   the build\nplease');
        await page.say('Something else');
        expect(context.info.title).to.equal('Explain the build');
    });

    it('has a title before its first message, and keeps the one that a person gave it meanwhile', async () => {
        const { page, context } = await SessionFixture.create();
        expect(context.info.title).to.equal('New conversation');
        context.update({ title: 'The build' });
        await page.say('Explain the build');
        expect(context.info.title).to.equal('The build');
    });

    it('gathers pieces of text that come together, but for the first, which waits for nothing', async () => {
        const { page } = await SessionFixture.create(async ({ turnId, report }) => {
            void report({ type: 'block-started', turnId, blockId: 'b', kind: 'text' });
            for (const text of ['one ', 'two ', 'three']) {
                void report({ type: 'block-delta', blockId: 'b', text });
            }
            await report({ type: 'block-ended', blockId: 'b' });
            return { outcome: 'finished' };
        });
        await page.say('count');
        await page.next('turn-ended');
        expect(page.all('block-delta').map(delta => delta.text)).to.deep.equal(['one ', 'two three']);
    });

    it('has the same state after a replay of its log as in the life that wrote it', async () => {
        const { page, manager, context, stored } = await fixtureWithStored(
            asking('tool-1'),
            endless('…'),
            saying('Done.')
        );
        await page.say('first');
        await page.answer(await page.next('approval-requested'), 'allow');
        await page.next('turn-ended');
        await page.say('second');
        await page.next('block-started');
        await page.session.call('interrupt', undefined);
        await page.say('third');
        await page.next('turn-ended', 2);
        await page.next('state-changed', 6);
        expect(conversationOf(await stored())).to.deep.equal(manager.find(context.info.id)?.actor.conversation);
        expect(page.events).to.deep.equal(await stored());
    });
});

async function fixtureWithStored(...scripts: Parameters<typeof SessionFixture.create>) {
    const fixture = await SessionFixture.create(...scripts);
    const { page, manager, context } = fixture;
    return { page, manager, context, stored: () => fixture.stored() };
}

function statesOf(events: readonly ClaudeEvent[]): string[] {
    return events.flatMap(({ body }) => (body.type === 'state-changed' ? [body.state] : []));
}

async function expectCode(code: string, refused: Promise<unknown>, message?: string): Promise<void> {
    await refused.then(
        () => expect.fail(`it was not refused with ${code}`),
        (error: DispatchError) => {
            expect(error.code).to.equal(code);
            if (message) {
                expect(error.message).to.equal(message);
            }
        }
    );
}
