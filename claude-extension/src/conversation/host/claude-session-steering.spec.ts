import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { conversationOf } from '../domain/conversation';
import { KeptPicture } from '../../runtime/host/runtime-api';
import { SilentLog } from '../testing/fake-session-context';
import { asking, endless, saying, TurnScript } from '../testing/scripted-runtime';
import { SessionFixture } from '../testing/session-fixture';
import { keepFoundPicture } from './kept-picture';

/** A turn that waits until it is told something, and says what it was told. */
const listening: TurnScript = async ({ turnId, report, onSteering, takeSteering }) => {
    await new Promise<void>(resolve => onSteering(resolve));
    const told = await takeSteering();
    await saying(told.map(message => message.text).join())({ turnId, report } as never);
    return { outcome: 'finished' };
};

describe('steering a Claude session', () => {
    it('changes and takes back a message that waits, and answers what is left', async () => {
        const { page, runtime } = await SessionFixture.create(asking('tool-1'));
        await page.say('first');
        const request = await page.next('approval-requested');
        await page.say('second', 'message-2');
        await page.say('third', 'message-3');
        await page.session.call('editMessage', { messageId: 'message-2', text: 'second, better' });
        await page.session.call('removeMessage', { messageId: 'message-3' });
        await page.answer(request, 'allow');
        await page.next('turn-ended', 1);
        expect(runtime.turns).to.deep.equal([['first'], ['second, better']]);
        await expectCode('claude.message-taken', page.session.call('removeMessage', { messageId: 'message-2' }));
        await page.say('third again', 'message-3');
        expect(runtime.turns, 'what was taken back is not said by being sent again').to.have.length(2);
    });

    it('gives a message to the turn under way, once, and begins no other one for it', async () => {
        const { page, runtime } = await SessionFixture.create(listening);
        await page.say('begin');
        await page.next('turn-started');
        await page.session.call('sendMessage', { messageId: 'message-2', text: 'this way', delivery: 'steer' });
        await page.next('turn-ended');
        expect(page.said).to.equal('this way');
        expect(page.all('message-delivered').map(event => event.messageId)).to.deep.equal(['message-2']);
        expect(runtime.turns).to.deep.equal([['begin']]);
        await expectCode('claude.message-taken', page.session.call('deliverMessage', { messageId: 'message-2' }));
    });

    it('answers a message in the next turn that the turn under way did not take', async () => {
        const { page, runtime } = await SessionFixture.create(endless('…'));
        await page.say('begin');
        await page.next('block-started');
        await page.say('this way', 'message-2');
        await page.session.call('deliverMessage', { messageId: 'message-2' });
        await page.session.call('interrupt', undefined);
        await page.next('turn-ended', 1);
        expect(page.all('message-delivered')).to.deep.equal([]);
        expect(runtime.turns).to.deep.equal([['begin'], ['this way']]);
    });

    it('records settings, tells the turn under way, and lets nothing run unasked where that is not allowed', async () => {
        const { page, runtime, context } = await SessionFixture.create(endless('…'));
        await page.say('begin');
        await page.next('block-started');
        await page.session.call('changeSettings', { model: 'model-b', permissionMode: 'acceptEdits' });
        await page.session.call('changeSettings', { model: null });
        expect(page.all('settings-changed').map(event => event.settings)).to.deep.equal([
            { model: 'model-b', permissionMode: 'acceptEdits' },
            { permissionMode: 'acceptEdits' }
        ]);
        expect(runtime.changes).to.have.length(2);
        expect(context.info.detail).to.include({ permissionMode: 'acceptEdits' });
        const bypass = { permissionMode: 'bypassPermissions' };
        await expectCode('claude.bypass-not-allowed', page.session.call('changeSettings', bypass));
        context.limits = { ...context.limits, claudeMayBypass: true };
        await page.session.call('changeSettings', bypass);
        await expectCode('claude.bad-folder', page.session.call('changeSettings', { additionalFolders: ['relative'] }));
        await page.session.call('interrupt', undefined);
    });

    it('bypasses nothing any more once the operator does not allow it, whatever was chosen before', async () => {
        const { page, runtime, context } = await SessionFixture.create(endless('…'));
        context.limits = { ...context.limits, claudeMayBypass: true };
        await page.session.call('changeSettings', { permissionMode: 'bypassPermissions', model: 'model-b' });
        await page.say('begin');
        await page.next('block-started');
        expect(runtime.contexts[0].settings().permissionMode).to.equal('bypassPermissions');
        context.limits = { ...context.limits, claudeMayBypass: false };
        expect(runtime.contexts[0].settings()).to.deep.equal({ permissionMode: 'default', model: 'model-b' });
        await page.session.call('changeSettings', { model: null });
        expect(runtime.changes).to.deep.equal([{ permissionMode: 'default' }]);
        await page.session.call('interrupt', undefined);
    });

    it('records what the runtime offers, when it is something new', async () => {
        const { page, runtime } = await SessionFixture.create();
        await page.session.call('discoverCapabilities', undefined);
        await page.session.call('discoverCapabilities', undefined);
        runtime.session?.discovered({ ...runtime.capabilities, permissionModes: ['default', 'plan'] });
        await page.next('capabilities-discovered', 1);
        expect(page.all('capabilities-discovered')).to.have.length(2);
    });

    it('keeps a picture once, gives it to the turn, and refuses what is none', async () => {
        const { page, runtime, context } = await SessionFixture.create();
        const png = Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64');
        const picture = { name: 'shot.png', mediaType: 'image/png', dataBase64: png };
        const { attachment } = (await page.session.call('addAttachment', picture)) as {
            attachment: { attachmentId: string };
        };
        expect(await page.session.call('addAttachment', picture)).to.deep.equal({ attachment });
        await page.session.call('sendMessage', { messageId: 'message-1', text: 'look', attachments: [attachment] });
        await page.next('turn-ended');
        expect(runtime.contexts[0].messages[0].attachments).to.deep.equal([attachment]);
        expect(await runtime.contexts[0].picture(attachment.attachmentId)).to.deep.equal({
            mediaType: 'image/png',
            dataBase64: png
        });
        await expectCode(
            'claude.bad-picture',
            page.session.call('addAttachment', { ...picture, mediaType: 'image/gif' })
        );
        await expectCode(
            'claude.picture-not-found',
            page.session.call('sendMessage', {
                messageId: 'message-2',
                text: 'look',
                attachments: [{ ...attachment, attachmentId: 'f'.repeat(64) }]
            })
        );
        await rm(context.storageFolder, { recursive: true });
    });

    it('keeps a picture that a tool gave back for every page and every fork, and says why it does not keep one', async () => {
        const png = Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64');
        const found: KeptPicture[] = [];
        const { page, context, manager } = await SessionFixture.create(async ({ keepPicture }) => {
            found.push(await keepPicture('sky.png', png));
            found.push(await keepPicture('huge.png', Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64')));
            return { outcome: 'finished' };
        });
        await page.say('look');
        await page.next('turn-ended');
        const [picture, refused] = found;
        expect(refused).to.deep.equal({ why: 'it is larger than 5 MiB.' });
        const attachmentId = 'kept' in picture ? picture.kept.attachmentId : expect.fail(picture.why);
        const kept = { mediaType: 'image/png', dataBase64: png };
        expect(await page.session.call('readAttachment', { attachmentId })).to.deep.equal(kept);
        await SessionFixture.forkOf({ manager, context }, {});
        expect(await readdir(join(context.storageFolder, 'fork', 'pictures'))).to.deep.equal([attachmentId]);
        await rm(context.storageFolder, { recursive: true });
    });

    it('says why it keeps no picture of a tool when the disk cannot be written, and the turn goes on', async () => {
        const log = new SilentLog();
        const addFound = () => Promise.reject(new Error('ENOSPC'));
        const why = 'it could not be stored; the disk may be full.';
        expect(await keepFoundPicture({ addFound }, log, 'sky.png', '')).to.deep.equal({ why });
    });

    it('takes the answers to a question, and the mode with which a plan is accepted', async () => {
        const answers: unknown[] = [];
        const ask =
            (kind: 'question' | 'plan'): TurnScript =>
            async ({ approve }) => {
                answers.push(await approve({ toolUseId: kind, name: kind, input: {}, kind }));
                return { outcome: 'finished' };
            };
        const { page } = await SessionFixture.create(ask('question'), ask('plan'));
        await page.say('ask me');
        const question = await page.next('approval-requested');
        expect(question.kind).to.equal('question');
        const { approvalId, inputHash } = question;
        const given = { approvalId, inputHash, answer: 'allow', answers: { 'Which one?': 'the red one' } };
        await page.session.call('answerApproval', given);
        await page.next('turn-ended');
        await page.say('plan it');
        const plan = await page.next('approval-requested', 1);
        await page.session.call('answerApproval', {
            approvalId: plan.approvalId,
            inputHash: plan.inputHash,
            answer: 'allow',
            mode: 'acceptEdits'
        });
        await page.next('turn-ended', 1);
        expect(answers).to.deep.equal([
            { answer: 'allow', answers: { 'Which one?': 'the red one' } },
            { answer: 'allow', mode: 'acceptEdits' }
        ]);
        expect(page.all('settings-changed').map(event => event.settings)).to.deep.equal([
            { permissionMode: 'acceptEdits' }
        ]);
    });

    it('lets a rule of a person answer in that person’s place, and says so', async () => {
        let runs = 0;
        const fixture = SessionFixture.withRule(
            { decide: async call => (call.name === 'bash' ? { ruleId: 'rule-1' } : undefined) },
            asking('tool-1', () => runs++)
        );
        const { page } = await fixture;
        await page.say('build it');
        await page.next('turn-ended');
        expect(runs).to.equal(1);
        expect(page.all('approval-answered')).to.deep.include({
            type: 'approval-answered',
            approvalId: page.all('approval-requested')[0].approvalId,
            answer: 'allow',
            by: 'rule',
            ruleId: 'rule-1'
        });
        expect(page.all('state-changed').map(event => event.state)).to.deep.equal(['working', 'idle']);
    });

    it('lets no rule run in planning what may change something (a rule let bash run there)', async () => {
        let runs = 0;
        const { page } = await SessionFixture.withRule(
            { decide: async () => ({ ruleId: 'rule-1' }) },
            asking('tool-1', () => runs++)
        );
        await page.session.call('changeSettings', { permissionMode: 'plan' });
        await page.say('build it');
        const request = await page.next('approval-requested');
        expect({ runs, waits: page.all('state-changed').at(-1)?.state }).to.deep.equal({ runs: 0, waits: 'waiting' });
        await page.answer(request, 'deny');
        await page.next('turn-ended');
        expect(runs).to.equal(0);
    });
});

describe('the fork of a Claude session', () => {
    it('has the conversation up to before a message, and leaves the other one as it was', async () => {
        const { page, manager, context, stored } = await conversationOfThree();
        const before = await stored();
        const fork = await SessionFixture.forkOf({ manager, context }, { beforeMessageId: 'message-2' });
        expect(fork.events.map(({ seq }) => seq)).to.deep.equal(fork.events.map((_, index) => index + 1));
        expect(bodies(fork.events, 'user-message').map(message => message.text)).to.deep.equal(['one']);
        expect(fork.events.at(-1)?.body).to.include({ type: 'forked', fromSessionId: context.info.id });
        expect(await stored()).to.deep.equal(before);
        expect(page.exit).to.equal(undefined);
    });

    it('goes on from a copy of what the runtime remembers', async () => {
        const { manager, context } = await conversationOfThree();
        const fork = await SessionFixture.forkOf({ manager, context }, {});
        const conversation = conversationOf(fork.events);
        expect(conversation.history.memory).to.deep.equal({ runtimeSessionId: 'rt', position: 'p-3', fork: true });
        expect(conversation.unanswered).to.deep.equal([]);
    });
});

async function conversationOfThree() {
    const named: TurnScript = async ({ report, messages: [{ text }] }) => {
        void report({ type: 'runtime-session', runtimeSessionId: 'rt' });
        return { outcome: 'finished', runtimePosition: { one: 'p-1', two: 'p-2', three: 'p-3' }[text] };
    };
    const fixture = await SessionFixture.create(named, named, named);
    for (const [index, text] of ['one', 'two', 'three'].entries()) {
        await fixture.page.say(text, `message-${index + 1}`);
        await fixture.page.next('turn-ended', index);
    }
    const { page, manager, context } = fixture;
    return { page, manager, context, stored: () => fixture.stored() };
}

function bodies<T extends ClaudeEventBody['type']>(events: readonly ClaudeEvent[], type: T) {
    return events.flatMap(({ body }) => (body.type === type ? [body as Extract<ClaudeEventBody, { type: T }>] : []));
}

async function expectCode(code: string, refused: Promise<unknown>): Promise<void> {
    await refused.then(
        () => expect.fail(`it was not refused with ${code}`),
        (error: DispatchError) => expect(error.code).to.equal(code)
    );
}
