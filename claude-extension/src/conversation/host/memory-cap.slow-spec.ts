import { expect } from 'chai';
import { DEFAULT_LIMITS } from 'dispatch-extension/lib/kernel/common/process-contract';
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
    });
}
