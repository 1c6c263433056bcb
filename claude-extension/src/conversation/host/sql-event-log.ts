import { Kysely, sql } from 'kysely';
import { Migrations, StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { ClaudeErrors } from '../common/claude-errors';
import { CLAUDE_EVENT_VERSION, ClaudeEvent, ClaudeEventBody } from '../common/claude-events';
import { EventLog, EventPage, MAX_PAGE_EVENTS, pageOf } from './event-log';

interface ClaudeTables {
    claude_event: {
        session_id: string;
        seq: number;
        type: string;
        version: number;
        body_json: string;
        recorded_at_ms: number;
    };
}

/** How many rows one INSERT holds: SQLite takes 32766 parameters, a row has six. */
const ROWS_PER_INSERT = 1_000;

/** The tables of the Claude kind in `state.db`. A migration that was published is never changed. */
export const claudeMigrations: Migrations = {
    /** Rows are added, never changed. `seq` starts at 1 and has no holes. */
    '0001-claude-events': async db => {
        await db.schema
            .createTable('claude_event')
            .addColumn('session_id', 'text', column => column.notNull())
            .addColumn('seq', 'integer', column => column.notNull().check(sql`seq >= 1`))
            .addColumn('type', 'text', column => column.notNull())
            .addColumn('version', 'integer', column => column.notNull())
            .addColumn('body_json', 'text', column => column.notNull())
            .addColumn('recorded_at_ms', 'integer', column => column.notNull())
            .addPrimaryKeyConstraint('claude_event_pk', ['session_id', 'seq'])
            .modifyEnd(sql`without rowid`)
            .execute();
    }
};

/** The event log in `state.db`. */
export class SqlEventLog implements EventLog {
    private readonly tables: Kysely<ClaudeTables>;

    constructor(database: StateDatabase) {
        this.tables = database.tables<ClaudeTables>();
    }

    async append(sessionId: string, events: readonly ClaudeEvent[]): Promise<void> {
        const rows = events.map(({ seq, atMs, body }) => ({
            session_id: sessionId,
            seq,
            type: body.type,
            version: CLAUDE_EVENT_VERSION,
            body_json: JSON.stringify(body),
            recorded_at_ms: atMs
        }));
        await this.tables.transaction().execute(async transaction => {
            let position = await newest(transaction, sessionId);
            for (const row of rows) {
                if (row.seq !== ++position) {
                    throw ClaudeErrors.logMoved({ sessionId, at: position - 1 });
                }
            }
            for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
                await transaction
                    .insertInto('claude_event')
                    .values(rows.slice(at, at + ROWS_PER_INSERT))
                    .execute();
            }
        });
    }

    async read(sessionId: string, after: number, limit: number): Promise<ClaudeEvent[]> {
        const rows = await this.rows(sessionId, after, limit);
        return rows.map(({ seq, recorded_at_ms, body_json }) => ({
            seq,
            atMs: recorded_at_ms,
            body: JSON.parse(body_json) as ClaudeEventBody
        }));
    }

    async readPage(sessionId: string, after: number, limit: number): Promise<EventPage> {
        const rows = await this.rows(sessionId, after, Math.min(limit, MAX_PAGE_EVENTS));
        return pageOf(rows.map(row => `{"seq":${row.seq},"atMs":${row.recorded_at_ms},"body":${row.body_json}}`));
    }

    async positionOf(sessionId: string): Promise<number> {
        return newest(this.tables, sessionId);
    }

    async forget(sessionId: string): Promise<void> {
        await this.tables.deleteFrom('claude_event').where('session_id', '=', sessionId).execute();
    }

    private rows(sessionId: string, after: number, limit: number) {
        return this.tables
            .selectFrom('claude_event')
            .select(['seq', 'recorded_at_ms', 'body_json'])
            .where('session_id', '=', sessionId)
            .where('seq', '>', after)
            .orderBy('seq')
            .limit(limit)
            .execute();
    }
}

async function newest(tables: Kysely<ClaudeTables>, sessionId: string): Promise<number> {
    const row = await tables
        .selectFrom('claude_event')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .where('session_id', '=', sessionId)
        .executeTakeFirst();
    return row?.seq ?? 0;
}
