import { expect } from 'chai';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { HOST_STOPPED } from 'dispatch-extension/lib/session/host/session-service';
import { ClaudeEvent } from '../common/claude-events';
import { conversationOf } from '../domain/conversation';
import { projectLog } from '../domain/transcript-projection';
import { asking, TurnScript } from '../testing/scripted-runtime';
import { SessionFixture } from '../testing/session-fixture';

describe('a Claude session whose session host died while it waited for a person', () => {
    it('still waits, runs the tool once when it is allowed, and goes on with the same turn', async () => {
        let runs = 0;
        const before = await SessionFixture.create(asking('tool-1', () => runs++));
        await before.page.say('build it');
        await before.page.next('approval-requested');
        const after = await SessionFixture.reopen(
            await before.stored(),
            resuming(() => runs++)
        );
        const request = await after.page.next('approval-requested');
        expect(after.context.info.detail).to.include({ claudeState: 'waiting', waiting: 1 });
        expect(after.runtime.turns).to.deep.equal([]);
        await after.page.answer(request, 'allow');
        await after.page.next('turn-ended');
        expect(runs).to.equal(1);
        expect(after.page.all('approval-requested')).to.have.length(1);
        expect(after.page.all('turn-started')).to.have.length(1);
        expect(after.page.all('tool-finished').map(tool => tool.outcome)).to.deep.equal(['done']);
        await expectCode('claude.approval-answered', after.page.answer(request, 'allow'));
        expect(conversationOf(await after.stored())).to.deep.equal(
            after.manager.find(after.context.info.id)?.actor.conversation
        );
    });

    it('recognises the same call under another name, and does not ask for it twice', async () => {
        let runs = 0;
        const before = await SessionFixture.create(asking('tool-1'));
        await before.page.say('build it');
        await before.page.next('approval-requested');
        const after = await SessionFixture.reopen(
            await before.stored(),
            asking('tool-1-again', () => runs++)
        );
        await after.page.answer(await after.page.next('approval-requested'), 'allow');
        await after.page.next('turn-ended');
        expect(runs).to.equal(1);
        expect(after.page.all('tool-requested').map(tool => tool.toolUseId)).to.deep.equal(['tool-1']);
        expect(after.page.all('tool-finished').map(tool => [tool.toolUseId, tool.outcome])).to.deep.equal([
            ['tool-1', 'done']
        ]);
    });

    it('asks anew for a call with another input', async () => {
        let runs = 0;
        const other: TurnScript = context =>
            asking(
                'tool-2',
                () => runs++
            )({
                ...context,
                approve: call => context.approve({ ...call, input: { command: 'rm -rf /' } })
            });
        const before = await SessionFixture.create(asking('tool-1'));
        await before.page.say('build it');
        await before.page.next('approval-requested');
        const events = await before.stored();
        const changed = events.map(event => withCommand(event, 'make all'));
        const after = await SessionFixture.reopen(changed, other);
        await after.page.answer(await after.page.next('approval-requested'), 'allow');
        const second = await after.page.next('approval-requested', 1);
        expect(second.input).to.deep.equal({ command: 'rm -rf /' });
        expect(runs).to.equal(0);
        await after.page.answer(second, 'deny');
        await after.page.next('turn-ended');
        expect(runs).to.equal(0);
    });

    it('tells the runtime of a refusal, and can be stopped instead', async () => {
        const before = await SessionFixture.create(asking('tool-1'));
        await before.page.say('build it');
        await before.page.next('approval-requested');
        const events = await before.stored();
        const refused = await SessionFixture.reopen(events, resuming());
        await refused.page.answer(await refused.page.next('approval-requested'), 'deny');
        await refused.page.next('turn-ended');
        expect(refused.page.all('tool-finished').map(tool => tool.outcome)).to.deep.equal(['denied']);
        const stopped = await SessionFixture.reopen(events);
        await stopped.page.session.call('interrupt', undefined);
        expect((await stopped.page.next('turn-ended')).outcome).to.equal('interrupted');
        await stopped.page.say('go on');
        await stopped.page.next('turn-ended', 1);
    });

    it('says why a call was not run that Claude did not make again (it looked refused, without a word)', async () => {
        const before = await SessionFixture.create(asking('tool-1'));
        await before.page.say('build it');
        await before.page.next('approval-requested');
        const after = await SessionFixture.reopen(await before.stored(), async () => ({ outcome: 'finished' }));
        await after.page.answer(await after.page.next('approval-requested'), 'allow');
        await after.page.next('turn-ended');
        const [call] = projectLog(await after.stored()).turns[0].parts.filter(({ kind }) => kind === 'tool');
        expect(call).to.deep.include({
            state: 'not-run',
            output: 'Not run: Dispatch was restarted while this waited for your answer. Claude was then asked to make the call again, and has not done so.'
        });
    });

    it('waits on when the host was stopped in an orderly way', async () => {
        let runs = 0;
        const before = await SessionFixture.create(asking('tool-1'));
        await before.page.say('build it');
        await before.page.next('approval-requested');
        await before.page.session.end(HOST_STOPPED);
        await before.page.session.dispose();
        const after = await SessionFixture.reopen(
            await before.stored(),
            resuming(() => runs++)
        );
        expect(after.page.all('approval-answered')).to.deep.equal([]);
        await after.page.answer(await after.page.next('approval-requested'), 'allow');
        await after.page.next('turn-ended');
        expect(runs).to.equal(1);
    });
});

/** What a runtime does with a turn that goes on: it runs the calls that are open, as they are answered. */
function resuming(ran: () => void = () => undefined): TurnScript {
    return async ({ resumed, approve, report }) => {
        for (const call of resumed?.calls ?? []) {
            const { answer } = await approve(call);
            const { toolUseId } = call;
            if (answer === 'allow') {
                await report({ type: 'tool-started', toolUseId });
                ran();
            }
            const outcome = answer === 'allow' ? 'done' : 'denied';
            void report({ type: 'tool-finished', toolUseId, outcome, output: '' });
        }
        return { outcome: 'finished' };
    };
}

function withCommand(event: ClaudeEvent, command: string): ClaudeEvent {
    return 'input' in event.body ? { ...event, body: { ...event.body, input: { command } } } : event;
}

async function expectCode(code: string, refused: Promise<unknown>): Promise<void> {
    await refused.then(
        () => expect.fail(`it was not refused with ${code}`),
        (error: DispatchError) => expect(error.code).to.equal(code)
    );
}
