/** A number of tokens for people: 950, 1.2k, 34k, 1.5M. */
export function formatTokens(tokens: number): string {
    if (tokens < 1_000) {
        return String(tokens);
    }
    if (tokens < 999_500) {
        return `${withPrecision(tokens / 1_000)}k`;
    }
    return `${withPrecision(tokens / 1_000_000)}M`;
}

function withPrecision(value: number): string {
    return value < 9.95 ? value.toFixed(1) : Math.round(value).toString();
}
