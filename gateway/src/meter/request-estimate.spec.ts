import { expect } from 'chai';
import { estimateCall } from './request-estimate';

describe('estimate of a call', () => {
    it('takes the model and the longest answer from the request, and rather too much for the prompt', () => {
        const text = 'word '.repeat(600);
        const body = { model: 'claude-x', max_tokens: 100, messages: [{ role: 'user', content: text }] };
        const { inputTokens, ...rest } = estimateCall(Buffer.from(JSON.stringify(body)));
        expect(rest).to.deep.equal({ model: 'claude-x', outputTokens: 100 });
        expect(inputTokens).to.be.within(1_000, 1_100);
    });

    it('does not take a picture for a text', () => {
        const source = { type: 'base64', media_type: 'image/png', data: 'A'.repeat(3_000_000) };
        const body = { model: 'claude-x', max_tokens: 1, messages: [{ content: [{ type: 'image', source }] }] };
        expect(estimateCall(Buffer.from(JSON.stringify(body))).inputTokens).to.be.within(2_000, 2_100);
    });

    it('has an estimate for what is no request', () => {
        for (const text of ['', 'x', '[]', '{"max_tokens":-1}', '{"model":5}']) {
            expect(estimateCall(Buffer.from(text)), text).to.include({ model: 'unknown', outputTokens: 32_000 });
        }
    });
});
