import { expect } from 'chai';
import { conversationOf } from '../domain/conversation';
import { saying, TurnScript } from '../testing/scripted-runtime';
import { SessionFixture } from '../testing/session-fixture';

/** A turn that meets a usage limit. */
function limited(untilMs?: number): TurnScript {
    return async () => ({
        outcome: 'failed',
        error: 'Too much.',
        limit: { reason: 'The budget is used up.', untilMs }
    });
}

/** A session that had met a limit when it was ended. */
async function ended() {
    const fixture = await SessionFixture.create(limited());
    await fixture.page.say('hello');
    await fixture.page.next('parked');
    await fixture.page.session.end('The person ended it.');
    return { page: fixture.page, stored: () => fixture.stored() };
}

describe('a Claude session that meets a usage limit', () => {
    it('waits, says until when, and goes on with the next message', async () => {
        const untilMs = Date.now() + 3_600_000;
        const { page, context, runtime } = await SessionFixture.create(limited(untilMs), saying('Here I am.'));
        await page.say('hello');
        const parked = await page.next('parked');
        expect(parked).to.deep.equal({ type: 'parked', reason: 'The budget is used up.', untilMs, resumes: false });
        expect(context.info.detail).to.include({ claudeState: 'waiting', parkedUntilMs: untilMs });
        await page.say('and now?');
        await page.next('turn-ended', 1);
        expect(page.said).to.equal('Here I am.');
        expect(runtime.turns.at(-1)).to.deep.equal(['and now?']);
        expect(context.info.detail).to.include({ parkedUntilMs: undefined });
    });

    it('does not answer what was queued before the limit has passed', async () => {
        const { page, runtime } = await SessionFixture.create(async context => {
            await context.report({ type: 'notice', level: 'info', text: 'begun' });
            await page.say('second');
            return limited()(context);
        });
        await page.say('first');
        await page.next('parked');
        await page.until(() => undefined, 100).catch(() => undefined);
        expect(runtime.turns).to.deep.equal([['first']]);
        await page.say('third');
        await page.next('turn-ended', 1);
        expect(runtime.turns[1]).to.deep.equal(['second', 'third']);
    });

    it('goes on by itself when it is told to, once the limit has passed', async () => {
        const { page } = await SessionFixture.create(
            context => limited(Date.now() + 100)(context),
            saying('Here I am.')
        );
        await page.session.call('changeSettings', { resumeAfterLimit: true });
        await page.say('hello');
        expect((await page.next('parked')).resumes).to.equal(true);
        await page.next('turn-ended', 1);
        expect(page.said).to.equal('Here I am.');
        expect(page.all('unparked')).to.have.length(1);
    });

    it('waits on after a restart, and goes on by itself then too', async () => {
        const before = await SessionFixture.create(context => limited(Date.now() + 60_000)(context));
        await before.page.session.call('changeSettings', { resumeAfterLimit: true });
        await before.page.say('hello');
        await before.page.next('state-changed', 1);
        await before.page.session.dispose();
        const events = (await before.stored()).map(event =>
            event.body.type === 'parked' ? { ...event, body: { ...event.body, untilMs: Date.now() + 100 } } : event
        );
        expect(conversationOf(events).state).to.equal('waiting');
        const after = await SessionFixture.reopen(events, saying('Here I am.'));
        await after.page.next('turn-ended', 1);
        expect(after.page.said).to.equal('Here I am.');
    });

    it('waits no longer when it is stopped', async () => {
        const { page, context, runtime } = await SessionFixture.create(limited());
        await page.say('hello');
        await page.next('parked');
        await page.session.call('interrupt', undefined);
        expect(context.info.detail).to.include({ claudeState: 'interrupted', parkedUntilMs: undefined });
        expect(runtime.turns).to.have.length(1);
    });

    it('stays ended when it is stopped after its end', async () => {
        const { page, stored } = await ended();
        await page.session.call('interrupt', undefined);
        expect((await stored()).at(-1)?.body).to.include({ type: 'state-changed', state: 'ended' });
    });

    it('does not bring the session host down when the log is broken as the limit passes', async () => {
        const { page, log, context } = await SessionFixture.create(context => limited(Date.now() + 200)(context));
        await page.session.call('changeSettings', { resumeAfterLimit: true });
        await page.say('hello');
        await page.next('state-changed', 1);
        const rejections: unknown[] = [];
        const note = (reason: unknown): void => void rejections.push(reason);
        process.on('unhandledRejection', note);
        log.failure = new Error('the disk is full');
        await new Promise(resolve => setTimeout(resolve, 500));
        process.off('unhandledRejection', note);
        expect(context.info.state).to.equal('failed');
        expect(rejections).to.deep.equal([]);
    });
});
