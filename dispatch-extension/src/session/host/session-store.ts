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
            for (const [id, info] of this.unsaved) {
                this.unsaved.delete(id);
                await this.write(info).catch((error: unknown) => this.putBack(info, error));
            }
        } catch (error) {
            this.log.error('session.save-failed', { error });
        } finally {
            this.saving = undefined;
        }
    }

    /** What could not be written comes again, unless something newer waits. */
    private putBack(info: SessionInfo, error: unknown): never {
        if (!this.unsaved.has(info.id)) {
            this.unsaved.set(info.id, info);
        }
        throw error;
    }

    private async write(info: SessionInfo): Promise<void> {
        const row = {
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
        await this.db
            .insertInto('session')
            .values(row)
            .onConflict(conflict => conflict.column('id').doUpdateSet(row))
            .execute();
    }
}
