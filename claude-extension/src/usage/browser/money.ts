/** An amount for people: $0, $0.0012, $0.42, $1,234.50. */
export function formatUsd(usd: number): string {
    const digits = usd > 0 && usd < 0.1 ? 4 : usd === 0 ? 0 : 2;
    return `$${usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}
