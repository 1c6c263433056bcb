import { ModelPrice, TokenPrices } from 'dispatch-extension/lib/kernel/common/usage-contract';

/** Where the prices below are from, for people. */
export const DEFAULT_PRICES_SOURCE =
    'Prices that Dispatch came with: platform.claude.com/docs/en/about-claude/pricing, as of 10 November 2026.';

/** One search on the web, in USD: 10 USD for a thousand. */
export const DEFAULT_WEB_SEARCH_USD = 0.01;

/** Cache writes cost 1.25 times (five minutes) and 2 times (an hour) the input. */
function prices(input: number, output: number, cacheRead: number): TokenPrices {
    return { input, output, cacheRead, cacheWrite5m: input * 1.25, cacheWrite1h: input * 2 };
}

/** What models cost, in USD for a million tokens. */
export const DEFAULT_PRICES: readonly ModelPrice[] = [
    { model: 'claude-opus-5-5', ...prices(4, 20, 0.2) },
    { model: 'claude-sonnet-5-5', ...prices(2, 10, 0.1) },
    {
        model: 'claude-haiku-5-5',
        ...prices(0.1, 0.5, 0.01),
        longPrompt: { aboveTokens: 100_000, ...prices(0.5, 2.5, 0.05) }
    },
    { model: 'claude-fable-5-2', ...prices(8, 40, 0.2) },
    { model: 'claude-fable-5-1', ...prices(10, 50, 0.25) },
    { model: 'claude-fable-5', ...prices(10, 50, 1) },
    { model: 'claude-opus-5', ...prices(5, 25, 0.5) },
    { model: 'claude-opus-4-8', ...prices(5, 25, 0.5) },
    { model: 'claude-opus-4-7', ...prices(5, 25, 0.5) },
    { model: 'claude-opus-4-6', ...prices(5, 25, 0.5) },
    { model: 'claude-opus-4-5', ...prices(5, 25, 0.5) },
    { model: 'claude-opus-4-1', ...prices(15, 75, 1.5) },
    { model: 'claude-sonnet-5', ...prices(2, 10, 0.2) },
    { model: 'claude-sonnet-4-6', ...prices(3, 15, 0.3) },
    { model: 'claude-sonnet-4-5', ...prices(3, 15, 0.3) },
    { model: 'claude-sonnet-4', ...prices(3, 15, 0.3) },
    { model: 'claude-haiku-4-5', ...prices(1, 5, 0.1) },
    { model: 'claude-3-5-haiku', ...prices(0.8, 4, 0.08) }
];
