import { expect } from 'chai';
import { DEFAULT_PRICES, DEFAULT_WEB_SEARCH_USD } from './default-prices';
import { PriceTable } from './price-table';
import { ReportedTokens } from './usage-reader';

const NONE: ReportedTokens = {
    inputTokens: 0,
    outputTokens: 0,
    cacheCreationTokens: 0,
    cacheCreation1hTokens: 0,
    cacheReadTokens: 0,
    webSearches: 0
};

describe('price table', () => {
    const table = new PriceTable(DEFAULT_PRICES, DEFAULT_WEB_SEARCH_USD);

    it('has a price of its own for each kind of token, and for a search', () => {
        const cost = (tokens: Partial<ReportedTokens>): number | undefined =>
            table.costNano('claude-sonnet-5-5', { ...NONE, ...tokens });
        expect([
            cost({ inputTokens: 1_000_000 }),
            cost({ outputTokens: 1_000_000 }),
            cost({ cacheReadTokens: 1_000_000 }),
            cost({ cacheCreationTokens: 1_000_000 }),
            cost({ cacheCreationTokens: 1_000_000, cacheCreation1hTokens: 1_000_000 }),
            cost({ webSearches: 1 }),
            cost({ inputTokens: 1 })
        ]).to.deep.equal([2e9, 10e9, 0.1e9, 2.5e9, 4e9, 0.01e9, 2_000]);
    });

    it('charges every token of a call with a long prompt the higher price, where there is one', () => {
        const cost = (inputTokens: number): number | undefined =>
            table.costNano('claude-haiku-5-5', { ...NONE, inputTokens, outputTokens: 1_000 });
        expect(cost(100_000)).to.equal(10_000_000 + 500_000);
        expect(cost(100_001)).to.equal(50_000_500 + 2_500_000);
    });

    it('knows a model with a date behind it, and never takes one model for another', () => {
        const known = (model: string): boolean => table.costNano(model, NONE) !== undefined;
        expect(['claude-opus-5-20260101', 'claude-opus-5[1m]', 'claude-opus-5@20260101'].map(known)).to.not.include(
            false
        );
        expect(['claude-opus-5-7', 'claude-opus', 'gpt', '', 'claude-opus-5-2026'].map(known)).to.not.include(true);
        expect(table.costNano('claude-opus-5-5', { ...NONE, inputTokens: 1_000_000 })).to.equal(4e9);
    });

    it('has no price, which is not the price nothing, for a model that it does not know', () => {
        expect(table.costNano('claude-future-9', { ...NONE, inputTokens: 5 })).to.equal(undefined);
        expect(table.mostNano('claude-future-9', 5, 5)).to.equal(undefined);
    });

    it('knows what a call costs at most: all of it written to the cache for an hour, at the price of a long prompt', () => {
        expect(table.mostNano('claude-haiku-5-5', 1_000_000, 1_000)).to.equal(1_000_000_000 + 2_500_000);
    });
});
