import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { RuntimeName } from '../../conversation/common/claude-events';
import { ClaudeHarness } from './claude-harness';
import { projectLog } from '../../conversation/domain/transcript-projection';
import { FakeErrors, fakeText } from './fake-reply';
import { demoScript } from './demo-script';
import { somePicture } from './some-picture';
import { tourScript } from './tour-script';

/** What every runtime must do, shown against the fake Messages API with real processes. */
export function runtimeContract(runtime: RuntimeName): void {
    describe(`runtime ${runtime}`, function () {
        this.timeout(60_000);
        let harness: ClaudeHarness;

        beforeEach(async () => {
            harness = await ClaudeHarness.open();
        });
        afterEach(() => harness.close());

        it('says that the key was not accepted, and soon', async () => {
            harness.api.script = () => FakeErrors.unauthorized();
            const page = await harness.create(runtime);
            await page.say('hello');
            const end = await page.next('turn-ended', 0, 15_000);
            expect(end.outcome).to.equal('failed');
            expect(end.error).to.match(/did not accept the API key/);
            expect((await page.next('state-changed', 1)).state).to.equal('failed');
        });

        for (const [name, error] of [
            ['the rate limit', FakeErrors.rateLimited(1)],
            ['an overloaded API', FakeErrors.overloaded()]
        ] as const) {
            it(`tries again after ${name}, and says so`, async () => {
                harness.api.script = () => (harness.api.requests.length < 2 ? error : fakeText('Here I am.'));
                const page = await harness.create(runtime);
                await page.say('hello');
                expect((await page.next('turn-ended')).outcome).to.equal('finished');
                expect(page.said).to.equal('Here I am.');
                expect(
                    page
                        .all('notice')
                        .map(notice => notice.text)
                        .join()
                ).to.match(/Trying again/);
            });
        }

        it('asks again when a reply breaks off, as when the gateway is started again, and takes back what had come', async () => {
            const whole = demoScript({ chunkDelayMs: 10 });
            harness.api.script = async request => {
                const reply = await whole(request);
                const isFirst = harness.api.requests.length === 1;
                return isFirst && reply.kind === 'message' ? { ...reply, cutAfterEvents: 12 } : reply;
            };
            const page = await harness.create(runtime);
            await page.say('hello');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            const [{ parts }] = projectLog(page.events).turns;
            const words = parts.flatMap(part => (part.kind === 'text' ? [part] : []));
            expect(words.map(({ state }) => state)).to.deep.equal(['replaced', 'done']);
            expect(words[0].text).to.match(/^Here is what/);
            expect(words[1].text).to.match(/^Here is what.*Shall I run the tests\?\s*$/s);
            expect(page.all('notice')).to.have.length(1);
            expect(page.all('block-ended').filter(({ cut }) => cut)).to.have.length(1);
            expect(harness.api.requests[1].body.messages).to.deep.equal(harness.api.requests[0].body.messages);
        });

        it('streams a reply in pieces, and tells what was used', async () => {
            harness.api.script = () => fakeText('Two and two is four, as far as I know.', 30);
            const page = await harness.create(runtime);
            await page.say('What is two and two?');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(page.said).to.equal('Two and two is four, as far as I know.');
            expect(page.all('block-delta').length).to.be.greaterThan(1);
            expect(page.all('block-started')).to.have.length(page.all('block-ended').length);
            expect(page.all('usage')[0]).to.include({ inputTokens: 100, cacheReadTokens: 0 });
            expect(harness.context.info.title).to.equal('What is two and two?');
            expect(harness.context.info.detail).to.include({ runtime, claudeState: 'idle', waiting: 0 });
        });

        it('tells how full the context is after its last response, and how much the model holds', async () => {
            harness.api.script = async request => {
                const reply = await demoScript()(request);
                const calls = JSON.stringify(request.body.messages).split('tool_result').length - 1;
                return reply.kind === 'message' ? { ...reply, inputTokens: 1_000 + 500 * calls } : reply;
            };
            const page = await harness.create(runtime);
            await page.say('run: touch made');
            await page.answer(await page.next('approval-requested'), 'allow');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            const { contextTokens, capabilities, windowTokens, model } = projectLog(page.events);
            expect(contextTokens).to.equal(1_500);
            const told = capabilities?.models.find(({ id }) => id === model)?.contextTokens;
            expect(windowTokens ?? told).to.be.within(200_000, 1_000_000);
            expect(capabilities?.skills).to.be.an('array');
        });

        it('asks before it runs a command, runs it when allowed, and sums up', async () => {
            const page = await harness.create(runtime);
            await page.say('run: echo hello > made.txt; echo all done');
            const request = await page.next('approval-requested');
            expect(request.input).to.include({ command: 'echo hello > made.txt; echo all done' });
            expect(await exists(join(harness.folder, 'made.txt'))).to.equal(false);
            expect(harness.context.info.detail).to.include({ claudeState: 'waiting', waiting: 1 });
            await page.answer(request, 'allow');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(await readFile(join(harness.folder, 'made.txt'), 'utf8')).to.equal('hello\n');
            const { toolUseId } = request;
            expect(page.all('tool-started')).to.deep.equal([{ type: 'tool-started', toolUseId }]);
            expect(page.all('tool-finished')).to.deep.equal([
                { type: 'tool-finished', toolUseId, outcome: 'done', output: 'all done' }
            ]);
            expect(page.said).to.include('Done. It printed');
        });

        it('shows Claude a picture that a tool gave back, and keeps it for the page, also after a restart', async () => {
            await writeFile(join(harness.folder, 'sky.png'), somePicture(48, 32));
            harness.api.script = tourScript(harness.folder, 0);
            const page = await harness.create(runtime);
            await page.say('Look at the picture');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            const [{ outcome, output, pictures = [] }] = page.all('tool-finished');
            expect({ outcome, output }).to.deep.equal({ outcome: 'done', output: '' });
            expect(pictures.map(({ name, mediaType }) => [name, mediaType])).to.deep.equal([['sky.png', 'image/png']]);
            const [{ attachmentId, sizeBytes }] = pictures;
            const read = (await page.session.call('readAttachment', { attachmentId })) as { dataBase64: string };
            expect(Buffer.from(read.dataBase64, 'base64')).to.have.length(sizeBytes);
            expect(JSON.stringify(harness.api.conversationRequests.at(-1)?.body.messages)).to.include(read.dataBase64);
            expect(page.said).to.equal('It is an evening sky.');
            await page.session.dispose();
            const after = await harness.restart();
            expect(await after.session.call('readAttachment', { attachmentId })).to.deep.equal(read);
        });

        it('does not run what was denied, and tells Claude why', async () => {
            const page = await harness.create(runtime);
            await page.say('run: touch made.txt');
            await page.answer(await page.next('approval-requested'), 'deny', 'not in this folder');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(await exists(join(harness.folder, 'made.txt'))).to.equal(false);
            expect(page.all('tool-finished').map(tool => tool.outcome)).to.deep.equal(['denied']);
            expect(JSON.stringify(harness.api.conversationRequests.at(-1)?.body)).to.include('not in this folder');
        });

        it('stops in mid-stream, keeps what was said, and answers the next message', async () => {
            const page = await harness.create(runtime);
            harness.api.script = demoScript({ chunkDelayMs: 20 });
            await page.say('count to 2000');
            await page.until(() => (page.said.includes('line 3') ? true : undefined));
            await page.session.call('interrupt', undefined);
            expect((await page.next('turn-ended')).outcome).to.equal('interrupted');
            expect(page.said).to.not.include('line 2000');
            await page.say('and now?');
            expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
            expect(page.said).to.include('Shall I run the tests?');
        });

        it('stops a turn that has hardly begun, and answers the next message', async () => {
            const page = await harness.create(runtime);
            await page.say('count to 2000');
            await page.session.call('interrupt', undefined);
            expect((await page.next('turn-ended')).outcome).to.equal('interrupted');
            await page.say('and now?');
            expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
            expect(page.said).to.include('Shall I run the tests?').and.not.include('line 2000');
        });

        it('stops a command that runs, with all that it started', async () => {
            const page = await harness.create(runtime);
            await page.say('run: sleep 300 & sleep 300');
            await page.answer(await page.next('approval-requested'), 'allow');
            await page.next('tool-started');
            await page.until(() => undefined, 1_000).catch(() => undefined);
            await page.session.call('interrupt', undefined);
            expect((await page.next('turn-ended')).outcome).to.equal('interrupted');
            const [{ toolUseId, outcome, output }] = page.all('tool-finished');
            expect({ outcome, output }).to.deep.equal({ outcome: 'error', output: 'Stopped by the user.' });
            expect(page.all('tool-started').map(tool => tool.toolUseId)).to.deep.equal([toolUseId]);
            await page.session.end('enough');
            expect(await harness.processes()).to.deep.equal([]);
        });

        it('takes back a question when the turn is stopped', async () => {
            const page = await harness.create(runtime);
            await page.say('run: touch made.txt');
            const request = await page.next('approval-requested');
            await page.session.call('interrupt', undefined);
            expect((await page.next('approval-answered')).answer).to.equal('withdrawn');
            await page.next('turn-ended');
            expect(page.all('tool-finished').map(tool => tool.outcome)).to.deep.equal(['denied']);
            const [shown] = projectLog(page.events).turns[0].parts.filter(part => part.kind === 'tool');
            expect(shown.state, 'as people see it').to.equal('withdrawn');
            await page.answer(request, 'allow').then(
                () => expect.fail('an answer was taken'),
                (error: { code?: string }) => expect(error.code).to.equal('claude.approval-answered')
            );
            expect(await exists(join(harness.folder, 'made.txt'))).to.equal(false);
        });

        for (const [moment, outcome, said] of [
            ['approval-answered', 'denied', /^Not run: Dispatch was restarted/],
            ['tool-started', 'unknown', /^It is not known what this did/]
        ] as const) {
            it(`killed right after ${moment}: the call is run once at most, and shown as ${outcome}`, async () => {
                const before = await harness.create(runtime);
                before.seen = body => body.type === moment && harness.die();
                await before.say('run: echo ran >> made.txt');
                await before.answer(await before.next('approval-requested'), 'allow').catch(() => undefined);
                await before.next(moment);
                const page = await harness.restart();
                const { outcome: shown, output } = await page.next('tool-finished');
                expect({ shown, output }).to.satisfy(() => shown === outcome && said.test(output));
                expect((await page.next('turn-ended')).outcome).to.equal('interrupted');
                harness.api.script = () => fakeText('Here I am.');
                await page.say('and now?');
                expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
                const made = await readFile(join(harness.folder, 'made.txt'), 'utf8').catch(() => '');
                expect(moment === 'tool-started' ? ['', 'ran\n'] : ['']).to.include(made);
                expect(page.all('approval-requested')).to.have.length(1);
                expect(page.all('tool-finished')).to.have.length(1);
            });
        }

        it('remembers the conversation when another session host takes over', async () => {
            const before = await harness.create(runtime);
            await before.say('My name is Zoë-17.');
            await before.next('turn-ended');
            await before.session.dispose();
            expect(await harness.processes()).to.deep.equal([]);
            const page = await harness.restart();
            await page.say('What is my name?');
            expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
            expect(page.all('notice')).to.deep.equal([]);
            const asked = JSON.stringify(harness.api.conversationRequests.at(-1)?.body.messages);
            expect(asked).to.include('My name is Zoë-17.').and.include('What is my name?');
        });

        it('leaves no process behind when the session ends in mid-turn', async () => {
            const page = await harness.create(runtime);
            await page.say('run: (setsid sleep 301 &) ; sleep 300');
            await page.answer(await page.next('approval-requested'), 'allow');
            await page.next('tool-started');
            await page.until(() => undefined, 700).catch(() => undefined);
            await page.session.end('ended by the user');
            expect(await harness.processes()).to.deep.equal([]);
            await page.until(() => page.exit);
            expect(page.exit?.reason).to.equal('ended by the user');
            expect(page.events.at(-1)?.body).to.include({ type: 'state-changed', state: 'ended' });
            expect(harness.context.info.state).to.equal('ended');
        });
    });
}

async function exists(path: string): Promise<boolean> {
    return access(path).then(
        () => true,
        () => false
    );
}
