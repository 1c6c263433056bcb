import { Kysely } from 'kysely';
import { WorkspaceId } from '../../kernel/common/ids';
import { Migrations, StateDatabase } from '../../storage/host/state-database';

interface WorkspaceTables {
    workspace: { id: string; folder: string; name: string; last_opened_at_ms: number };
}

/** A workspace as it is recorded. */
export interface WorkspaceRecord {
    id: WorkspaceId;
    folder: string;
    name: string;
    lastOpenedAtMs: number;
}

/** The tables of the workspace index. */
export const workspaceMigrations: Migrations = {
    '0002-workspace': async db => {
        await db.schema
            .createTable('workspace')
            .addColumn('id', 'text', column => column.primaryKey())
            .addColumn('folder', 'text', column => column.notNull().unique())
            .addColumn('name', 'text', column => column.notNull())
            .addColumn('last_opened_at_ms', 'integer', column => column.notNull())
            .execute();
    }
};

/** The workspace index on disk. */
export class WorkspaceStore {
    private readonly db: Kysely<WorkspaceTables>;

    constructor(database: StateDatabase) {
        this.db = database.tables<WorkspaceTables>();
    }

    /** Those opened last come first. */
    async all(): Promise<WorkspaceRecord[]> {
        const rows = await this.db.selectFrom('workspace').selectAll().orderBy('last_opened_at_ms', 'desc').execute();
        return rows.map(toRecord);
    }

    async find(id: WorkspaceId): Promise<WorkspaceRecord | undefined> {
        const row = await this.db.selectFrom('workspace').selectAll().where('id', '=', id).executeTakeFirst();
        return row && toRecord(row);
    }

    /** Adds the folder, or marks it as opened at this time and keeps its id. */
    async remember(record: WorkspaceRecord): Promise<WorkspaceRecord> {
        const row = await this.db
            .insertInto('workspace')
            .values({
                id: record.id,
                folder: record.folder,
                name: record.name,
                last_opened_at_ms: record.lastOpenedAtMs
            })
            .onConflict(conflict => conflict.column('folder').doUpdateSet({ last_opened_at_ms: record.lastOpenedAtMs }))
            .returningAll()
            .executeTakeFirstOrThrow();
        return toRecord(row);
    }

    /** False when it was not there. */
    async forget(id: WorkspaceId): Promise<boolean> {
        const result = await this.db.deleteFrom('workspace').where('id', '=', id).executeTakeFirst();
        return result.numDeletedRows > 0n;
    }
}

function toRecord(row: WorkspaceTables['workspace']): WorkspaceRecord {
    return {
        id: WorkspaceId.parse(row.id),
        folder: row.folder,
        name: row.name,
        lastOpenedAtMs: row.last_opened_at_ms
    };
}
