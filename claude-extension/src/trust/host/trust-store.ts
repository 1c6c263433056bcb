import { Kysely } from 'kysely';
import { Migrations, StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';

interface TrustTables {
    trusted_folder: { folder: string; hash: string; trusted_at_ms: number };
}

/** The table of trust in `state.db`. */
export const trustMigrations: Migrations = {
    '0003-trusted-folders': async db => {
        await db.schema
            .createTable('trusted_folder')
            .addColumn('folder', 'text', column => column.primaryKey())
            .addColumn('hash', 'text', column => column.notNull())
            .addColumn('trusted_at_ms', 'integer', column => column.notNull())
            .execute();
    }
};

/** Which folders the person trusts, and as what: in `state.db`, so that a restart asks nothing again. */
export class TrustStore {
    private readonly tables: Kysely<TrustTables>;

    constructor(database: StateDatabase) {
        this.tables = database.tables<TrustTables>();
    }

    /** The fingerprint with which the folder was trusted; undefined where it was not. */
    async findHash(folder: string): Promise<string | undefined> {
        const row = await this.tables
            .selectFrom('trusted_folder')
            .select('hash')
            .where('folder', '=', folder)
            .executeTakeFirst();
        return row?.hash;
    }

    async trust(folder: string, hash: string, atMs: number): Promise<void> {
        await this.tables
            .insertInto('trusted_folder')
            .values({ folder, hash, trusted_at_ms: atMs })
            .onConflict(conflict => conflict.column('folder').doUpdateSet({ hash, trusted_at_ms: atMs }))
            .execute();
    }

    async distrust(folder: string): Promise<void> {
        await this.tables.deleteFrom('trusted_folder').where('folder', '=', folder).execute();
    }
}
