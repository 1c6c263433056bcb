import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
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

/**
 * How soon one write follows another at most, in ms. A write waits for the disk, and the process with it: 20 sessions that
 * stream 50 words a second each would else write a thousand times a second.
 */
const WRITE_EVERY_MS = 4;

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

/** Events that are to be added to the log of a session. */
interface WaitingAppend {
    sessionId: string;
    events: readonly ClaudeEvent[];
    resolve(): void;
    reject(error: unknown): void;
}

/** The event log in `state.db`. */
export class SqlEventLog implements EventLog {
    private readonly tables: Kysely<ClaudeTables>;
    private readonly waiting: WaitingAppend[] = [];
    private writing?: Promise<void>;
    private wroteAtMs = -Infinity;

    constructor(database: StateDatabase) {
        this.tables = database.tables<ClaudeTables>();
    }

    /** What comes at the same time is written in one go, whichever session it is of: each write waits for the disk. */
    append(sessionId: string, events: readonly ClaudeEvent[]): Promise<void> {
        return new Promise((resolve, reject) => {
            this.waiting.push({ sessionId, events, resolve, reject });
            this.writing ??= this.writeWaiting();
        });
    }

    private async writeWaiting(): Promise<void> {
        while (this.waiting.length > 0) {
            const restMs = this.wroteAtMs + WRITE_EVERY_MS - performance.now();
            // what arrives on other sockets meanwhile, or in the same moment, joins
            await (restMs > 0 ? sleep(restMs) : nextTurn());
            this.wroteAtMs = performance.now();
            await this.writeTogether(this.waiting.splice(0));
        }
        this.writing = undefined;
    }

    /** Settles each; where together they cannot be written, one is not refused for another. */
    private async writeTogether(appends: readonly WaitingAppend[]): Promise<void> {
        try {
            const moved = await this.tables.transaction().execute(transaction => appendAll(transaction, appends));
            appends.forEach(append => {
                const at = moved.get(append);
                if (at === undefined) {
                    append.resolve();
                } else {
                    append.reject(ClaudeErrors.logMoved({ sessionId: append.sessionId, at }));
                }
            });
        } catch (error) {
            if (appends.length === 1) {
                appends[0].reject(error);
                return;
            }
            for (const append of appends) {
                await this.writeTogether([append]);
            }
        }
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

/** Adds what fits; answers which does not, and where the log of its session is. */
async function appendAll(
    transaction: Kysely<ClaudeTables>,
    appends: readonly WaitingAppend[]
): Promise<Map<WaitingAppend, number>> {
    const moved = new Map<WaitingAppend, number>();
    for (const append of appends) {
        const { sessionId, events } = append;
        const position = await newest(transaction, sessionId);
        const wrong = events.findIndex(({ seq }, index) => seq !== position + 1 + index);
        if (wrong >= 0) {
            moved.set(append, position + wrong);
            continue;
        }
        const rows = events.map(({ seq, atMs, body }) => ({
            session_id: sessionId,
            seq,
            type: body.type,
            version: CLAUDE_EVENT_VERSION,
            body_json: JSON.stringify(body),
            recorded_at_ms: atMs
        }));
        for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
            await transaction
                .insertInto('claude_event')
                .values(rows.slice(at, at + ROWS_PER_INSERT))
                .execute();
        }
    }
    return moved;
}

async function newest(tables: Kysely<ClaudeTables>, sessionId: string): Promise<number> {
    const row = await tables
        .selectFrom('claude_event')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .where('session_id', '=', sessionId)
        .executeTakeFirst();
    return row?.seq ?? 0;
}
