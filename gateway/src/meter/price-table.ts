import { ModelPrice, NANO_PER_USD, TokenPrices } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { ReportedTokens } from './usage-reader';

/** Prices by model, and what a call costs by them. Money is in whole nano-dollars. */
export class PriceTable {
    constructor(
        readonly models: readonly ModelPrice[],
        /** In USD for one search. */
        readonly webSearch: number
    ) {}

    /** `undefined` where the price of the model is not known: that is not nothing. */
    costNano(model: string, tokens: ReportedTokens): number | undefined {
        const price = this.find(model);
        if (!price) {
            return undefined;
        }
        const { inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens, cacheCreation1hTokens } = tokens;
        const prompt = inputTokens + cacheReadTokens + cacheCreationTokens;
        const of: TokenPrices = price.longPrompt && prompt > price.longPrompt.aboveTokens ? price.longPrompt : price;
        const perMillion =
            inputTokens * of.input +
            outputTokens * of.output +
            cacheReadTokens * of.cacheRead +
            (cacheCreationTokens - cacheCreation1hTokens) * of.cacheWrite5m +
            cacheCreation1hTokens * of.cacheWrite1h;
        return Math.round((perMillion / 1_000_000 + tokens.webSearches * this.webSearch) * NANO_PER_USD);
    }

    /** The most that a call can cost whose prompt and answer are at most that long; `undefined` for an unknown price. */
    mostNano(model: string, inputTokens: number, outputTokens: number): number | undefined {
        const price = this.find(model);
        if (!price) {
            return undefined;
        }
        const dearest = [price, ...(price.longPrompt ? [price.longPrompt] : [])].map(
            of => inputTokens * Math.max(of.input, of.cacheWrite5m, of.cacheWrite1h) + outputTokens * of.output
        );
        return Math.ceil((Math.max(...dearest) / 1_000_000) * NANO_PER_USD);
    }

    private find(model: string): ModelPrice | undefined {
        return this.models.find(price => isSameModel(price.model, model));
    }
}

/** `claude-x` is the price of `claude-x-20261001`, `claude-x@20261001`, `claude-x[1m]` and `claude-x-latest`, not of `claude-x-5`. */
function isSameModel(priced: string, model: string): boolean {
    return model.startsWith(priced) && /^($|@|\[|-\d{8}|-latest$)/.test(model.slice(priced.length));
}
