import { Kysely, sql } from 'kysely';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import { Migrations, StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { SignInUsageRow } from '../common/usage-protocol';

interface EventTables {
    claude_event: { session_id: string; type: string; body_json: string; recorded_at_ms: number };
}

// literals, because a partial index is used only where the query says just what the index says
const IS_BY_SIGN_IN = sql<boolean>`type = 'usage' and json_extract(body_json, '$.bySignIn') = 1`;

/** An index to what was used by a sign-in, in the logs of all sessions. */
export const usageMigrations: Migrations = {
    '0004-usage-by-sign-in': async db => {
        await sql`create index claude_event_by_sign_in on claude_event (recorded_at_ms) where ${IS_BY_SIGN_IN}`.execute(
            db
        );
    }
};

/** What was used by the sign-in of the person, from the event logs in `state.db`. The ledger of the gateway has none of it. */
export class SignInUsage {
    private readonly tables: Kysely<EventTables>;

    constructor(database: StateDatabase) {
        this.tables = database.tables<EventTables>();
    }

    /** From one day to another, both included, in the time zone of this process. */
    async rows({ from, to }: { from: string; to: string }): Promise<SignInUsageRow[]> {
        const tokens = (field: string) => sql<number>`sum(json_extract(body_json, ${`$.${field}`}))`;
        const rows = await this.tables
            .selectFrom('claude_event')
            .select(({ fn }) => [
                sql<string>`date(recorded_at_ms / 1000, 'unixepoch', 'localtime')`.as('day'),
                sql<string>`json_extract(body_json, '$.model')`.as('model'),
                'session_id',
                fn.countAll<number>().as('turns'),
                tokens('inputTokens').as('inputTokens'),
                tokens('outputTokens').as('outputTokens'),
                tokens('cacheReadTokens').as('cacheReadTokens'),
                tokens('cacheWriteTokens').as('cacheWriteTokens')
            ])
            .where(IS_BY_SIGN_IN)
            .where('recorded_at_ms', '>=', beginOf(from))
            .where('recorded_at_ms', '<', beginOf(to, 1))
            .groupBy(['day', 'model', 'session_id'])
            .orderBy('day')
            .execute();
        return rows.map(({ session_id, ...row }) => ({ ...row, sessionId: SessionId.parse(session_id) }));
    }
}

/** When a day begins here, in ms; or one that is some days later. */
function beginOf(day: string, later = 0): number {
    const [year, month, date] = day.split('-').map(Number);
    return new Date(year, month - 1, date + later).getTime();
}
