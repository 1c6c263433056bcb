import { expect } from 'chai';
import { addUsage, ModelTotals, usageSince } from './usage-report';

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
            {}
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

    it('says how full the model is after its last response, not after all of them (they were summed up), and names it last', () => {
        const last = { model: 'sonnet', contextTokens: 110 };
        const now = { sonnet: { ...total(300, 6), contextWindow: 200_000 }, haiku: total(1, 1) };
        const used = usageSince({}, now, { last });
        expect(
            used.map(({ model, contextTokens, windowTokens }) => ({ model, contextTokens, windowTokens }))
        ).to.deep.equal([
            { model: 'haiku', contextTokens: 110, windowTokens: 200_000 },
            { model: 'sonnet', contextTokens: 110, windowTokens: 200_000 }
        ]);
    });

    it('is all of it for a process that kept nothing of what was used before', () => {
        const [used] = usageSince({ opus: total(50, 20) }, { opus: total(40, 30) });
        expect(used).to.include({ inputTokens: 40, outputTokens: 30 });
    });

    it('adds up to the totals again', () => {
        const before = { opus: total(1, 2) };
        const now = { opus: total(30, 6), haiku: total(4, 5) };
        expect(usageSince(before, now).reduce(addUsage, before)).to.deep.equal(now);
    });

    it('says that it went by a sign-in, where it did', () => {
        const [used] = usageSince({}, { opus: total(2, 1) }, { bySignIn: true });
        expect(used.bySignIn).to.equal(true);
    });
});
