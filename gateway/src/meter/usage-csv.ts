import { MeteredSession, NANO_PER_USD } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { dayOf } from './calendar';
import { LedgerEntry } from './usage-ledger';

const HEAD = [
    'time',
    'day',
    'person',
    'session',
    'title',
    'folder',
    'model',
    'outcome',
    'input_tokens',
    'output_tokens',
    'cache_read_tokens',
    'cache_write_5m_tokens',
    'cache_write_1h_tokens',
    'web_searches',
    'cost_usd'
];

/** The ledger as a table, RFC 4180, a line for each call. A cost that is not known is an empty field. */
export function usageCsv(entries: readonly LedgerEntry[], sessions: readonly MeteredSession[]): string {
    const known = new Map(sessions.map(session => [session.sessionId, session]));
    const lines = entries.map(entry => {
        const session = known.get(entry.sessionId);
        return [
            new Date(entry.atMs).toISOString(),
            dayOf(entry.atMs),
            entry.person,
            entry.sessionId,
            session?.title ?? '',
            session?.folder ?? '',
            entry.model,
            entry.outcome,
            entry.inputTokens,
            entry.outputTokens,
            entry.cacheReadTokens,
            entry.cacheCreationTokens - entry.cacheCreation1hTokens,
            entry.cacheCreation1hTokens,
            entry.webSearches,
            entry.costNano === undefined ? '' : (entry.costNano / NANO_PER_USD).toFixed(9)
        ];
    });
    return [HEAD, ...lines].map(line => line.map(field).join(',') + '\r\n').join('');
}

/** Quoted where it must be. A text that a spreadsheet would take for a formula is marked as text. */
function field(value: string | number): string {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
