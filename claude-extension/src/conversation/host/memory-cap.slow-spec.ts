import { spawn } from 'node:child_process';
import { expect } from 'chai';
import { DEFAULT_LIMITS } from 'dispatch-extension/lib/kernel/common/process-contract';
import { measureProcesses } from 'dispatch-extension/lib/kernel/host/running-processes';
import { sessionEnvironment } from '../../runtime/host/process-environment';
import { demoScript } from '../../runtime/testing/demo-script';
import { ClaudeHarness } from '../../runtime/testing/claude-harness';
import { fakeText, FakeReply } from '../../runtime/testing/fake-reply';

const MIB = 1024 * 1024;
/** Takes 25 MiB more five times a second, up to 1.5 GiB. */
const HUNGRY = `node -e "const held = []; setInterval(() => held.length < 60 && held.push(Buffer.alloc(25 * ${MIB}, 1)), 200)"`;

for (const [runtime, bash, limitMib] of [
    ['messages-api', 'bash', 200],
    ['claude-code', 'Bash', 700]
] as const) {
    describe(`a cap on the memory of a session, through ${runtime}`, function () {
        this.timeout(120_000);
        let harness: ClaudeHarness;

        beforeEach(async () => {
            harness = await ClaudeHarness.open();
            harness.context.limits = { ...DEFAULT_LIMITS, claudeMemoryBytes: limitMib * MIB };
        });
        afterEach(() => harness.close());

        it('ends everything that it started, says so, and the next message goes on', async () => {
            const calls: FakeReply = {
                kind: 'message',
                blocks: [{ type: 'tool_use', name: bash, input: { command: HUNGRY, description: 'Take memory' } }]
            };
            harness.api.script = ({ body }) => ((body.tools?.length ?? 0) > 0 ? calls : fakeText('A title'));
            const page = await harness.create(runtime);
            await page.say('My name is Zoë-17.');
            await page.answer(await page.next('approval-requested'), 'allow');
            const end = await page.next('turn-ended');
            expect(end.outcome).to.equal('failed');
            expect(end.error).to.equal(
                `Ended: it used more than ${limitMib} MiB (CLAUDE_MEMORY_MIB). Send a message to go on.`
            );
            expect(await harness.processes()).to.deep.equal([]);
            expect(harness.context.info.detail).to.include({ claudeState: 'failed' });
            harness.api.script = () => fakeText('Here I am.');
            await page.say('and now?');
            const next = await page.next('turn-ended', 1);
            expect(next.outcome, next.error).to.equal('finished');
            expect(JSON.stringify(harness.api.conversationRequests.at(-1)?.body)).to.include('Zoë-17');
        });

        it('ends what a turn left running when that grows between turns, says so, and the next message goes on', async () => {
            const page = await harness.create(runtime);
            harness.api.script = demoScript();
            await page.say(`run: setsid sh -c 'sleep 3; ${HUNGRY}' > /dev/null 2>&1 &`);
            await page.answer(await page.next('approval-requested'), 'allow');
            expect((await page.next('turn-ended')).outcome).to.equal('finished');
            expect(await harness.processes()).to.not.deep.equal([]);
            const { text } = await page.next('notice', 0, 60_000);
            expect(text).to.equal(
                `Ended: it used more than ${limitMib} MiB (CLAUDE_MEMORY_MIB). Send a message to go on.`
            );
            harness.api.script = () => fakeText('Here I am.');
            await page.say('and now?');
            const next = await page.next('turn-ended', 1);
            expect(next.outcome, next.error).to.equal('finished');
            expect(await hungry(harness)).to.equal(false);
            expect(page.all('notice')).to.have.length(1);
        });

        it('ends what an earlier session host left running', async () => {
            await harness.create(runtime);
            const child = spawn('sh', ['-c', HUNGRY], {
                env: sessionEnvironment(process.env, harness.context.info.id),
                stdio: 'ignore'
            });
            try {
                const page = await harness.restart({ ...DEFAULT_LIMITS, claudeMemoryBytes: limitMib * MIB });
                await page.next('notice', 0, 60_000);
                await page.until(() => child.signalCode ?? child.exitCode ?? undefined);
            } finally {
                child.kill('SIGKILL');
            }
        });
    });
}

/** Whether anything of the session holds memory that grows. */
async function hungry(harness: ClaudeHarness): Promise<boolean> {
    const held = await measureProcesses(await harness.processes());
    return held.some(({ command }) => command.includes('Buffer.alloc'));
}
