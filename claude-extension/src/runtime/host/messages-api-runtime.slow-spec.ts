import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { newSessionId } from 'dispatch-extension/lib/kernel/host/new-id';
import { endMarkedProcesses, findMarkedProcesses } from 'dispatch-extension/lib/kernel/host/process-tree';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { ClaudeHarness } from '../testing/claude-harness';
import { demoScript } from '../testing/demo-script';
import { fakeText } from '../testing/fake-reply';
import { MessagesApiRuntime, MessagesApiWorld } from './messages-api-runtime';
import { sessionMark, SESSION_VARIABLE } from './process-environment';

describe('Messages API runtime', function () {
    this.timeout(30_000);
    let harness: ClaudeHarness;

    beforeEach(async () => {
        harness = await ClaudeHarness.open();
    });
    afterEach(() => harness.close());

    it('gives up when replies break off again and again, keeps what was said, and goes on with the next message', async () => {
        const whole = demoScript({ chunkDelayMs: 5 });
        harness.api.script = async request => {
            const reply = await whole(request);
            return reply.kind === 'message' ? { ...reply, cutAfterEvents: 12 } : reply;
        };
        const page = await harness.create('messages-api');
        await page.say('hello');
        const end = await page.next('turn-ended');
        expect(end.outcome).to.equal('failed');
        expect(end.error).to.match(/broke off/);
        expect(harness.api.requests).to.have.length(4);
        harness.api.script = () => fakeText('Here I am.');
        await page.say('go on');
        expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
        expect(page.said).to.match(/^Here is what.*Here I am\.$/s);
        expect(page.all('block-ended').map(({ cut }) => cut)).to.deep.equal([true, true, true, undefined, undefined]);
        expect(page.all('notice')).to.have.length(3);
        const told = JSON.stringify(harness.api.requests.at(-1)?.body.messages);
        expect(told.split('Here is what'), 'Claude is told once what it said').to.have.length(2);
    });

    it('runs no tool of a reply that was cut at its greatest length', async () => {
        harness.api.script = async request => {
            const reply = await demoScript()(request);
            return reply.kind === 'message' ? { ...reply, stopReason: 'max_tokens' } : reply;
        };
        const page = await harness.create('messages-api');
        await page.say('run: touch made.txt');
        expect((await page.next('turn-ended')).outcome).to.equal('finished');
        expect(page.all('tool-requested')).to.deep.equal([]);
        expect(page.all('notice')[0].text).to.match(/were not run/);
    });

    it('says so when the folder of the session is gone', async () => {
        const page = await harness.create('messages-api');
        await rm(harness.folder, { recursive: true });
        await page.say('hello');
        expect((await page.next('turn-ended')).error).to.match(/ENOENT/);
        expect(harness.api.requests).to.deep.equal([]);
    });

    it('ends what it has started also when its terminal cannot be ended', async () => {
        const sessionId = newSessionId();
        spawn('sleep', ['300'], { env: { PATH: process.env['PATH'], [SESSION_VARIABLE]: sessionId }, stdio: 'ignore' });
        const shell = { end: () => Promise.reject(new Error('it could not be ended')) };
        const world = { session: { sessionId }, shell, log: new SilentLog() } as unknown as MessagesApiWorld;
        try {
            await new MessagesApiRuntime(world).end();
            expect(await findMarkedProcesses(sessionMark(sessionId))).to.deep.equal([]);
        } finally {
            await endMarkedProcesses(sessionMark(sessionId));
        }
    });

    it('tells Claude of a tool that is not there, and of input that does not fit', async () => {
        const calls = [
            { type: 'tool_use' as const, name: 'teleport', input: {} },
            { type: 'tool_use' as const, name: 'bash', input: { comand: 'ls' } }
        ];
        harness.api.script = () =>
            harness.api.requests.length === 1 ? { kind: 'message', blocks: calls } : fakeText('I see.');
        const page = await harness.create('messages-api');
        await page.say('hello');
        expect((await page.next('turn-ended')).outcome).to.equal('finished');
        expect(page.all('tool-finished').map(({ outcome }) => outcome)).to.deep.equal(['error', 'error']);
        expect(page.all('approval-requested')).to.deep.equal([]);
        expect(page.all('tool-finished')[0].output).to.equal('There is no tool teleport.');
    });
});
