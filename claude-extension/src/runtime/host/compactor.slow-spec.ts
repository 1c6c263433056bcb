import { expect } from 'chai';
import { SUMMARY_REQUEST } from '../domain/compaction';
import { ClaudeHarness } from '../testing/claude-harness';
import { FakeReply, FakeRequest, fakeText, fakeToolUse } from '../testing/fake-reply';

describe('compaction by the Messages API runtime', function () {
    this.timeout(30_000);
    let harness: ClaudeHarness;

    beforeEach(async () => {
        harness = await ClaudeHarness.open();
    });
    afterEach(() => harness.close());

    it('has a long conversation summarised before the next request, and knows that after a restart', async () => {
        harness.api.script = request => full(wantsSummary(request) ? fakeText('Zoë counts to 17.') : fakeText('One.'));
        const page = await harness.create('messages-api');
        await page.say('My name is Zoë.');
        await page.next('turn-ended');
        harness.api.script = request => (wantsSummary(request) ? fakeText('Zoë counts to 17.') : fakeText('Two.'));
        await page.say('go on');
        expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
        const [{ summary, throughSeq }] = page.all('compacted');
        expect(summary).to.equal('Zoë counts to 17.');
        expect(page.events.find(({ seq }) => seq === throughSeq + 1)?.body.type).to.equal('turn-started');
        expect(page.all('usage'), 'the summary is counted').to.have.length(3);
        expect(page.said).to.equal('One.Two.');
        expect(harness.api.requests.map(wordsOf)).to.deep.equal([
            ['My name is Zoë.'],
            ['My name is Zoë.', 'One.', SUMMARY_REQUEST],
            ['[What was said before, in short]\nZoë counts to 17.', 'go on']
        ]);
        const after = await harness.restart();
        await after.say('and on');
        await after.next('turn-ended', 2);
        expect(wordsOf(harness.api.requests[3])).to.deep.equal([...wordsOf(harness.api.requests[2]), 'Two.', 'and on']);
    });

    it('makes room in the middle of a turn', async () => {
        harness.api.script = request =>
            wantsSummary(request)
                ? fakeText('The poem was read.')
                : harness.api.requests.length === 1
                  ? full(fakeToolUse('Looking.', 'search', { pattern: 'x' }))
                  : fakeText('That is all.');
        const page = await harness.create('messages-api');
        await page.say('look');
        expect((await page.next('turn-ended')).outcome).to.equal('finished');
        expect(page.all('compacted')).to.have.length(1);
        expect(wordsOf(harness.api.requests[2])).to.deep.equal([
            '[What was said before, in short]\nThe poem was read.'
        ]);
    });

    it('leaves everything as it was when no summary can be had, and says so once', async () => {
        harness.api.script = () => full(fakeText('One.'));
        const page = await harness.create('messages-api');
        await page.say('first');
        await page.next('turn-ended');
        const refusal: FakeReply = { kind: 'error', status: 400, type: 'invalid_request_error', message: 'too long' };
        harness.api.script = request => (wantsSummary(request) ? refusal : fakeText('Two.'));
        await page.say('second');
        expect((await page.next('turn-ended', 1)).outcome).to.equal('finished');
        expect(page.all('compacted')).to.deep.equal([]);
        expect(page.all('notice').map(({ text }) => text)).to.deep.equal([
            'The conversation is long and could not be summarised. too long (400)'
        ]);
        expect(wordsOf(harness.api.requests[2])).to.deep.equal(['first', 'One.', 'second']);
    });
});

function full(reply: FakeReply): FakeReply {
    return reply.kind === 'message' ? { ...reply, inputTokens: 170_000 } : reply;
}

function wantsSummary(request: FakeRequest): boolean {
    return wordsOf(request).at(-1) === SUMMARY_REQUEST;
}

function wordsOf({ body }: FakeRequest): string[] {
    const blocks = (body.messages ?? []).flatMap(({ content }) => (typeof content === 'string' ? [] : content));
    return blocks.flatMap(block => (block.type === 'text' ? [block.text ?? ''] : []));
}
