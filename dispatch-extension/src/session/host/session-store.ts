import { Kysely } from 'kysely';
import { StructuredLog } from '../../kernel/host/structured-log';
import { SessionInfo } from '../common/session-protocol';
import { Migrations, StateDatabase } from '../../storage/host/state-database';

interface SessionTables {
    session_start: { session_id: string; start_json: string };
    session: {
        id: string;
        kind: string;
        title: string;
        workspace_id: string | null;
        folder: string;
        state: string;
        reason: string | null;
        created_at_ms: number;
        changed_at_ms: number;
        detail_json: string;
    };
}

/** Rows that are written at once; SQLite allows 32,766 values. */
const BATCH_ROWS = 500;

/** The tables of the session registry. */
export const sessionMigrations: Migrations = {
    '0001-session': async db => {
        await db.schema
            .createTable('session')
            .addColumn('id', 'text', column => column.primaryKey())
            .addColumn('kind', 'text', column => column.notNull())
            .addColumn('title', 'text', column => column.notNull())
            .addColumn('workspace_id', 'text')
            .addColumn('folder', 'text', column => column.notNull())
            .addColumn('state', 'text', column => column.notNull())
            .addColumn('reason', 'text')
            .addColumn('created_at_ms', 'integer', column => column.notNull())
            .addColumn('changed_at_ms', 'integer', column => column.notNull())
            .addColumn('detail_json', 'text', column => column.notNull())
            .execute();
    },
    '0003-session-start': async db => {
        await db.schema
            .createTable('session_start')
            .addColumn('session_id', 'text', column => column.primaryKey())
            .addColumn('start_json', 'text', column => column.notNull())
            .execute();
    }
};

/**
 * The session registry on disk. Changes are written in order, shortly after; of several changes of one session only the
 * newest is. A write that fails is logged and tried again with the next change.
 */
export class SessionStore {
    private readonly db: Kysely<SessionTables>;
    private readonly unsaved = new Map<string, SessionInfo>();
    private saving?: Promise<void>;
    private closed = false;

    constructor(
        database: StateDatabase,
        private readonly log: StructuredLog
    ) {
        this.db = database.tables<SessionTables>();
    }

    /** Every recorded session, oldest first; a row that cannot be read is logged and left out. */
    async load(): Promise<SessionInfo[]> {
        const rows = await this.db.selectFrom('session').selectAll().orderBy('id').execute();
        return rows.flatMap(row => {
            const info = SessionInfo.safeParse({
                id: row.id,
                kind: row.kind,
                title: row.title,
                workspaceId: row.workspace_id ?? undefined,
                folder: row.folder,
                state: row.state,
                reason: row.reason ?? undefined,
                viewers: 0,
                createdAtMs: row.created_at_ms,
                changedAtMs: row.changed_at_ms,
                detail: JSON.parse(row.detail_json)
            });
            if (!info.success) {
                this.log.error('session.row-unreadable', { sessionId: row.id, error: info.error });
            }
            return info.success ? [info.data] : [];
        });
    }

    /** Records the session as it is. Does nothing after `close`. */
    save(info: SessionInfo): void {
        if (this.closed) {
            return;
        }
        this.unsaved.set(info.id, info);
        this.saving ??= this.saveAll();
    }

    /** Keeps what a session was started with. It is on the disk when this resolves. */
    async keepStart(id: string, start: unknown): Promise<void> {
        const row = { session_id: id, start_json: JSON.stringify(start) };
        await this.db
            .insertInto('session_start')
            .values(row)
            .onConflict(conflict => conflict.column('session_id').doUpdateSet(row))
            .execute();
    }

    /** `undefined` where nothing was kept. */
    async recallStart(id: string): Promise<unknown> {
        const row = await this.db
            .selectFrom('session_start')
            .select('start_json')
            .where('session_id', '=', id)
            .executeTakeFirst();
        return row && JSON.parse(row.start_json);
    }

    async remove(id: string): Promise<void> {
        this.unsaved.delete(id);
        await this.saving;
        // a write that was under way may have failed and put it back
        this.unsaved.delete(id);
        await this.db.deleteFrom('session').where('id', '=', id).execute();
        await this.db.deleteFrom('session_start').where('session_id', '=', id).execute();
    }

    /** Resolves when everything is on the disk. */
    async flush(): Promise<void> {
        await this.saving;
    }

    /** Resolves when everything is on the disk; what comes later is left out, so that the database can be closed. */
    async close(): Promise<void> {
        await this.saving;
        if (this.unsaved.size > 0) {
            await (this.saving ??= this.saveAll());
        }
        this.closed = true;
    }

    private async saveAll(): Promise<void> {
        // changes of the same moment are written once
        await Promise.resolve();
        try {
            while (this.unsaved.size > 0) {
                const batch = [...this.unsaved.values()].slice(0, BATCH_ROWS);
                batch.forEach(({ id }) => this.unsaved.delete(id));
                await this.write(batch).catch((error: unknown) => this.putBack(batch, error));
            }
        } catch (error) {
            this.log.error('session.save-failed', { error });
        } finally {
            this.saving = undefined;
        }
    }

    /** What could not be written comes again, unless something newer waits. */
    private putBack(batch: readonly SessionInfo[], error: unknown): never {
        for (const info of batch) {
            if (!this.unsaved.has(info.id)) {
                this.unsaved.set(info.id, info);
            }
        }
        throw error;
    }

    /** All or none, in one go to the disk. */
    private async write(batch: readonly SessionInfo[]): Promise<void> {
        await this.db
            .insertInto('session')
            .values(batch.map(rowOf))
            .onConflict(conflict =>
                conflict.column('id').doUpdateSet(({ ref }) => ({
                    title: ref('excluded.title'),
                    workspace_id: ref('excluded.workspace_id'),
                    folder: ref('excluded.folder'),
                    state: ref('excluded.state'),
                    reason: ref('excluded.reason'),
                    changed_at_ms: ref('excluded.changed_at_ms'),
                    detail_json: ref('excluded.detail_json')
                }))
            )
            .execute();
    }
}

function rowOf(info: SessionInfo): SessionTables['session'] {
    return {
        id: info.id,
        kind: info.kind,
        title: info.title,
        workspace_id: info.workspaceId ?? null,
        folder: info.folder,
        state: info.state,
        reason: info.reason ?? null,
        created_at_ms: info.createdAtMs,
        changed_at_ms: info.changedAtMs,
        detail_json: JSON.stringify(info.detail)
    };
}
