import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { RuntimeName } from '../../conversation/common/claude-events';
import { ClaudeLiveSession } from '../../conversation/host/claude-live-session';
import { FakeSessionContext } from '../../conversation/testing/fake-session-context';
import { WatchedSession } from '../../conversation/testing/watched-session';
import { ClaudeHarness } from './claude-harness';
import { demoScript } from './demo-script';
import { FakeReply, FakeRequest, fakeText, fakeToolUse } from './fake-reply';

/** The names of what each runtime calls by its own. */
const TOOLS = {
    'claude-code': { bash: 'Bash', question: 'AskUserQuestion', plan: 'ExitPlanMode' },
    'messages-api': { bash: 'bash', question: 'ask_user', plan: 'propose_plan' }
} as const;

const QUESTION = {
    question: 'Which colour shall it be?',
    header: 'Colour',
    multiSelect: false,
    options: [
        { label: 'Red', description: 'Like a rose' },
        { label: 'Blue', description: 'Like the sky' }
    ]
};

/** What every runtime must do while a person steers it, shown against the fake Messages API with real processes. */
export function steeringContract(runtime: RuntimeName): void {
    describe(`steering of ${runtime}`, function () {
        this.timeout(90_000);
        let harness: ClaudeHarness;

        beforeEach(async () => {
            harness = await ClaudeHarness.open();
        });
        afterEach(() => harness.close());

        const lastRequest = (): string => JSON.stringify(harness.api.conversationRequests.at(-1)?.body.messages);

        /** Calls a tool once, then says that it is done. */
        const callingOnce =
            (name: string, input: Record<string, unknown>) =>
            (request: FakeRequest): FakeReply =>
                hasResult(request) || !request.body.tools?.length ? fakeText('Done.') : fakeToolUse('So:', name, input);

        it('is given a message between two steps of its turn', async () => {
            harness.api.script = callingOnce(TOOLS[runtime].bash, { command: 'touch one' });
            const page = await harness.create(runtime);
            await page.say('begin');
            const request = await page.next('approval-requested');
            await page.session.call('sendMessage', { messageId: 'message-2', text: 'Go left.', delivery: 'steer' });
            await page.answer(request, 'allow');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(lastRequest()).to.include('Go left.');
            expect(page.all('message-delivered').map(event => event.messageId)).to.deep.equal(['message-2']);
            expect(page.all('turn-started')).to.have.length(1);
        });

        it('is given a message while it says its last words, and answers it in the same turn', async () => {
            harness.api.script = demoScript({ chunkDelayMs: 10 });
            const page = await harness.create(runtime);
            await page.say('count to 150');
            await page.next('block-delta');
            await page.session.call('sendMessage', { messageId: 'message-2', text: 'Go left.', delivery: 'steer' });
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(lastRequest()).to.include('Go left.');
            expect(page.said).to.match(/line 150.*Here is what I found/s);
            expect(page.all('turn-started')).to.have.length(1);
        });

        it('is stopped at once also when a message into the turn was not yet read, and answers the next one', async () => {
            harness.api.script = demoScript({ chunkDelayMs: 20 });
            const page = await harness.create(runtime);
            await page.say('count to 2000');
            await page.next('block-delta');
            await page.session.call('sendMessage', { messageId: 'message-2', text: 'Go left.', delivery: 'steer' });
            const startedAtMs = performance.now();
            await page.session.call('interrupt', undefined);
            expect(performance.now() - startedAtMs).to.be.lessThan(8_000);
            expect((await page.next('turn-ended')).outcome).to.equal('interrupted');
            await page.say('and now?');
            await page.until(() => (page.said.includes('Shall I run the tests?') ? true : undefined));
        });

        it('answers by the model that was chosen, and tells what can be chosen', async () => {
            const page = await harness.create(runtime);
            await page.session.call('discoverCapabilities', undefined);
            const { capabilities } = await page.next('capabilities-discovered');
            expect(capabilities.models.length).to.be.greaterThan(0);
            expect(capabilities.permissionModes).to.include.members(['default', 'acceptEdits', 'plan']);
            expect(capabilities.permissionModes).to.not.include('bypassPermissions');
            await page.say('hello');
            await page.next('turn-ended');
            await page.session.call('changeSettings', { model: 'claude-opus-5-5' });
            await page.say('hello again');
            await page.next('turn-ended', 1);
            expect(harness.api.conversationRequests.at(-1)?.body.model).to.equal('claude-opus-5-5');
            expect(page.all('notice')).to.deep.equal([]);
        });

        it('sees a picture', async () => {
            const page = await harness.create(runtime);
            const dataBase64 = PNG;
            const picture = { name: 'dot.png', mediaType: 'image/png', dataBase64 };
            const added = (await page.session.call('addAttachment', picture)) as { attachment: unknown };
            const message = { messageId: 'message-1', text: 'What is this?', attachments: [added.attachment] };
            await page.session.call('sendMessage', message);
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(lastRequest()).to.include('"type":"image"').and.include('image/png');
        });

        it('asks a question and is told the answer', async () => {
            harness.api.script = callingOnce(TOOLS[runtime].question, { questions: [QUESTION] });
            const page = await harness.create(runtime);
            await page.say('paint it');
            const { kind, approvalId, inputHash } = await page.next('approval-requested');
            expect(kind).to.equal('question');
            const answers = { [QUESTION.question]: 'Blue, but pale' };
            await page.session.call('answerApproval', { approvalId, inputHash, answer: 'allow', answers });
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(lastRequest()).to.include('Blue, but pale');
            expect(page.all('tool-finished').map(tool => tool.outcome)).to.deep.equal(['done']);
        });

        it('shows a plan, changes it when it is wanted, and goes on in the mode with which it is accepted', async () => {
            const plan = { plan: '1. Look\\n2. Leap' };
            harness.api.script = request =>
                countOfResults(request) >= 2 || !request.body.tools?.length
                    ? fakeText('Done.')
                    : fakeToolUse('So:', TOOLS[runtime].plan, plan);
            const page = await harness.create(runtime);
            await page.session.call('changeSettings', { permissionMode: 'plan' });
            await page.say('plan it');
            const first = await page.next('approval-requested');
            expect(first.kind).to.equal('plan');
            await page.answer(first, 'deny', 'Look twice.');
            const second = await page.next('approval-requested', 1);
            const { approvalId, inputHash } = second;
            await page.session.call('answerApproval', { approvalId, inputHash, answer: 'allow', mode: 'acceptEdits' });
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(lastRequest()).to.include('Look twice.');
            expect(page.all('settings-changed').at(-1)?.settings).to.deep.equal({ permissionMode: 'acceptEdits' });
            expect(page.all('tool-finished').map(tool => tool.outcome)).to.deep.equal(['denied', 'done']);
        });

        it('runs a command once that was allowed after its session host had died, and asks for it once', async () => {
            const command = 'echo ran >> made.txt';
            // Claude Code tells itself that the call was interrupted, and is told by us to make it again
            harness.api.script = request =>
                endsWithResult(request) || !request.body.tools?.length
                    ? fakeText('Done.')
                    : fakeToolUse('So:', TOOLS[runtime].bash, { command });
            const before = await harness.create(runtime);
            await before.say('make it');
            await before.next('approval-requested');
            const page = await harness.restart();
            expect(await harness.processes()).to.deep.equal([]);
            expect(harness.context.info.detail).to.include({ claudeState: 'waiting', waiting: 1 });
            await page.answer(await page.next('approval-requested'), 'allow');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(await readFile(join(harness.folder, 'made.txt'), 'utf8')).to.equal('ran\n');
            expect(page.all('approval-requested')).to.have.length(1);
            expect(page.all('turn-started')).to.have.length(1);
            expect(page.all('tool-finished').map(tool => tool.outcome)).to.deep.equal(['done']);
            harness.api.script = demoScript();
            await page.say('and now?');
            expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
        });

        it('lists what it started, with memory and ports, and ends one of them', async () => {
            const serve = `require('node:net').createServer().listen(0, '127.0.0.1')`;
            const command = `(setsid '${process.execPath}' -e "${serve}" >/dev/null 2>&1 &)`;
            harness.api.script = callingOnce(TOOLS[runtime].bash, { command });
            const page = await harness.create(runtime);
            await page.say('serve');
            await page.answer(await page.next('approval-requested'), 'allow');
            await page.next('turn-ended');
            const server = await eventually(async () => {
                const { processes } = (await page.session.call('listProcesses', undefined)) as Processes;
                return processes.find(each => each.ports.length === 1);
            });
            expect(server.memoryBytes).to.be.greaterThan(1024 * 1024);
            expect(server.command).to.include('createServer');
            await page.session.call('endProcess', { pid: server.pid });
            await eventually(async () => ((await harness.processes()).includes(server.pid) ? undefined : true));
            await page.session.call('endProcess', { pid: process.pid }).then(
                () => expect.fail('a process of somebody else was ended'),
                (error: { code?: string }) => expect(error.code).to.equal('claude.process-not-found')
            );
        });

        it('waits when a usage limit is reached, and answers when it is told to go on', async () => {
            harness.api.script = () => LIMIT;
            const page = await harness.create(runtime);
            await page.say('My name is Zoë-17.');
            expect((await page.next('parked')).reason).to.include('The budget of 5 USD a month for you is used up.');
            expect(harness.context.info.detail).to.include({ claudeState: 'waiting' });
            expect(harness.context.info.detail).to.have.property('parkedUntilMs');
            harness.api.script = demoScript();
            await page.say('Go on.');
            expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
            expect(lastRequest()).to.include('Zoë-17').and.include('Go on.');
            expect(page.all('unparked')).to.have.length(1);
            expect(harness.context.info.detail).to.include({ claudeState: 'idle', parkedUntilMs: undefined });
        });

        it('goes on from an earlier point in a fork, and the session it was forked from goes on as it was', async () => {
            const page = await harness.create(runtime);
            await saySomething(page, ['My name is Zoë-17.', 'My dog is Rex-18.']);
            const fork = new FakeSessionContext(harness.folder, join(harness.context.storageFolder, 'fork'));
            const forkOf = { sessionId: harness.context.info.id, beforeMessageId: 'message-1' };
            const other = new WatchedSession(await harness.kind.start(fork, { forkOf }));
            await other.say('Who am I?');
            expect((await other.next('turn-ended', 1)).outcome).to.equal('finished');
            expect(lastRequest()).to.include('Zoë-17').and.not.include('Rex-18');
            expect(other.all('notice')).to.deep.equal([]);
            await other.session.end('enough');
            await page.say('Who is my dog?');
            await page.next('turn-ended', 2);
            expect(lastRequest()).to.include('Zoë-17').and.include('Rex-18').and.not.include('Who am I?');
        });

        it('forgets what the session went back from, and remembers it again when that is undone', async () => {
            const page = await harness.create(runtime);
            await saySomething(page, ['My name is Zoë-17.', 'My dog is Rex-18.']);
            const { recorder } = page.session as ClaudeLiveSession;
            const rewound = {
                type: 'rewound',
                rewindId: 'r-1',
                toMessageId: 'message-1',
                scope: 'conversation'
            } as const;
            await recorder.record(rewound);
            await page.say('Who am I?');
            await page.next('turn-ended', 2);
            expect(lastRequest()).to.include('Zoë-17').and.not.include('Rex-18');
            await recorder.record({ ...rewound, rewindId: 'r-2', toMessageId: 'message-0' });
            await recorder.record({ type: 'rewind-undone', rewindId: 'r-2' });
            await page.say('And now?');
            expect((await page.next('turn-ended', 3)).outcome).to.equal('finished');
            expect(lastRequest()).to.include('Zoë-17').and.include('Who am I?').and.not.include('Rex-18');
            expect(page.all('notice')).to.deep.equal([]);
        });
    });
}

interface Processes {
    processes: { pid: number; command: string; memoryBytes: number; ports: number[] }[];
}

/** The first value that is there, within 20 s. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
    const deadline = performance.now() + 20_000;
    for (;;) {
        const found = await look();
        if (found !== undefined) {
            return found;
        }
        if (performance.now() > deadline) {
            throw new Error('it did not come');
        }
        await sleep(100);
    }
}

async function saySomething(page: WatchedSession, texts: readonly string[]): Promise<void> {
    for (const [index, text] of texts.entries()) {
        await page.say(text, `message-${index}`);
        await page.next('turn-ended', index);
    }
}

function hasResult(request: FakeRequest): boolean {
    return countOfResults(request) > 0;
}

function endsWithResult({ body }: FakeRequest): boolean {
    const content = body.messages?.findLast(message => message.role === 'user')?.content ?? '';
    return typeof content !== 'string' && content.some(block => block.type === 'tool_result');
}

function countOfResults({ body }: FakeRequest): number {
    const blocks = (body.messages ?? []).flatMap(({ content }) => (typeof content === 'string' ? [] : content));
    return blocks.filter(block => block.type === 'tool_result').length;
}

/** As the meter answers when a budget is used up. */
const LIMIT: FakeReply = {
    kind: 'error',
    status: 429,
    type: 'rate_limit_error',
    message: 'Dispatch: The budget of 5 USD a month for you is used up.',
    retryAfterS: 3_600,
    shouldRetry: false
};

/** One transparent dot. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
