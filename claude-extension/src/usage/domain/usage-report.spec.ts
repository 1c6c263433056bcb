import { expect } from 'chai';
import { ModelTotals, usageSince } from './usage-report';

const total = (inputTokens: number, outputTokens: number): ModelTotals[string] => ({
    inputTokens,
    outputTokens,
    cacheReadInputTokens: 0,
    cacheCreationInputTokens: 0
});

describe('usage of a turn', () => {
    it('is what totals grew by, model by model, and nothing for a model that was not used', () => {
        const used = usageSince(
            { sonnet: total(10, 5), haiku: total(1, 1) },
            {
                sonnet: total(30, 6),
                haiku: total(1, 1),
                opus: total(2, 0)
            },
            false
        );
        expect(used).to.deep.equal([
            {
                type: 'usage',
                model: 'sonnet',
                inputTokens: 20,
                outputTokens: 1,
                cacheReadTokens: 0,
                cacheWriteTokens: 0
            },
            { type: 'usage', model: 'opus', inputTokens: 2, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }
        ]);
    });

    it('says that it went by a sign-in, where it did', () => {
        const [used] = usageSince({}, { opus: total(2, 1) }, true);
        expect(used.bySignIn).to.equal(true);
    });
});
