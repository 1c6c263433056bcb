import { GatewayDatabase } from '../storage/gateway-database';
import { ReportedUsage } from './usage-reader';

/** One line of the ledger. */
export interface LedgerEntry extends ReportedUsage {
    sessionId: string;
    /** `cut`: the answer ended before the upstream said that it was done; what it had reported until then counts. */
    outcome: 'complete' | 'cut';
    atMs: number;
}

/** What the calls to the Messages API cost. Lines are added and never changed. */
export class UsageLedger {
    constructor(private readonly database: GatewayDatabase) {}

    async add(entry: LedgerEntry): Promise<void> {
        await this.database
            .insertInto('usage')
            .values({
                session_id: entry.sessionId,
                model: entry.model,
                input_tokens: entry.inputTokens,
                output_tokens: entry.outputTokens,
                cache_creation_tokens: entry.cacheCreationTokens,
                cache_read_tokens: entry.cacheReadTokens,
                outcome: entry.outcome,
                at_ms: entry.atMs
            })
            .execute();
    }

    /** Every line of a session, oldest first. */
    async ofSession(sessionId: string): Promise<LedgerEntry[]> {
        const rows = await this.database
            .selectFrom('usage')
            .selectAll()
            .where('session_id', '=', sessionId)
            .orderBy('id')
            .execute();
        return rows.map(row => ({
            sessionId: row.session_id,
            model: row.model,
            inputTokens: row.input_tokens,
            outputTokens: row.output_tokens,
            cacheCreationTokens: row.cache_creation_tokens,
            cacheReadTokens: row.cache_read_tokens,
            outcome: row.outcome === 'cut' ? 'cut' : 'complete',
            atMs: row.at_ms
        }));
    }
}
