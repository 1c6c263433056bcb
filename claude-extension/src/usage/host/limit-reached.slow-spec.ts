import { expect } from 'chai';
import { ClaudeHarness } from '../../runtime/testing/claude-harness';
import { FakeReply, fakeText } from '../../runtime/testing/fake-reply';

const REASON = 'Dispatch: The budget of 1.00 USD a month for you is used up (1.01 USD).';
const LIMIT: FakeReply = {
    kind: 'error',
    status: 429,
    type: 'rate_limit_error',
    message: REASON,
    retryAfterS: 86_400,
    shouldRetry: false
};

for (const runtime of ['claude-code', 'messages-api'] as const) {
    describe(`S40: a limit of the meter, through ${runtime}`, function () {
        this.timeout(60_000);
        let harness: ClaudeHarness;

        beforeEach(async () => {
            harness = await ClaudeHarness.open();
        });
        afterEach(() => harness.close());

        it('is asked for once and not again, is told with its reason, and the next message goes on', async () => {
            harness.api.script = () => LIMIT;
            const page = await harness.create(runtime);
            await page.say('hello');
            const end = await page.next('turn-ended');
            expect(end.outcome).to.equal('failed');
            expect(end.error).to.contain(REASON);
            expect(harness.api.conversationRequests).to.have.length(1);
            harness.api.script = () => fakeText('Here I am.');
            await page.say('and now?');
            expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
        });

        it('that was tried often enough by the meter is not tried again by the runtime', async () => {
            let tries = 0;
            harness.api.script = ({ body }) => {
                const isTurn = (body.tools?.length ?? 0) > 0;
                tries += isTurn ? 1 : 0;
                const shouldRetry = tries >= 3 ? false : undefined;
                return { kind: 'error', status: 529, type: 'overloaded_error', message: 'Overloaded', shouldRetry };
            };
            const page = await harness.create(runtime);
            await page.say('hello');
            expect((await page.next('turn-ended')).outcome).to.equal('failed');
            expect(harness.api.conversationRequests).to.have.length(3);
        });
    });
}
