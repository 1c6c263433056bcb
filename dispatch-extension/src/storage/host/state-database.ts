import { Kysely, sql, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StructuredLog } from '../../kernel/host/structured-log';
import { StorageErrors } from '../common/storage-errors';
import { NodeSqliteDatabase } from './node-sqlite-database';

/** Changes of the schema by name, applied in order of name, each once; those that are due, in one transaction. */
export type Migrations = Readonly<Record<string, (db: Kysely<unknown>) => Promise<void>>>;

/**
 * The state of one session host: one SQLite file, opened by this process alone.
 *
 * Who opens it closes it. A write that has returned is on the disk.
 */
export class StateDatabase {
    private constructor(
        private readonly kysely: Kysely<unknown>,
        private readonly log: StructuredLog
    ) {}

    /** Opens or creates the file; its folder must exist. Fails with `storage.in-use` or `storage.unreadable`. */
    static async open(file: string, log: StructuredLog): Promise<StateDatabase> {
        const database = openFile(file);
        const kysely = new Kysely<unknown>({ dialect: new StateDialect({ database }) });
        return new StateDatabase(kysely, log);
    }

    /** The tables of one owner. The connection is shared: never close it, never wait for anything else in a transaction. */
    tables<T>(): Kysely<T> {
        return this.kysely as Kysely<T>;
    }

    /** Brings the tables of `owner` up to date. Fails with `storage.migration-failed`; then everything is as before. */
    async migrate(owner: string, migrations: Migrations): Promise<void> {
        const migrator = new Migrator({
            db: this.kysely,
            provider: {
                getMigrations: async () =>
                    Object.fromEntries(Object.entries(migrations).map(([name, up]) => [name, { up }]))
            },
            migrationTableName: `migration_${owner.replaceAll('-', '_')}`,
            migrationLockTableName: `migration_lock_${owner.replaceAll('-', '_')}`
        });
        const { error, results } = await migrator.migrateToLatest();
        for (const result of results ?? []) {
            this.log.info('storage.migration', { owner, name: result.migrationName, outcome: result.status });
        }
        if (error !== undefined) {
            throw StorageErrors.migrationFailed({ owner }, error);
        }
    }

    /** Waits for queries under way and writes everything back into the one file. */
    async close(): Promise<void> {
        await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(this.kysely);
        await this.kysely.destroy();
    }
}

/** SQLite can undo changes of the schema, which Kysely's dialect (0.29) denies: so migrations run in a transaction. */
class StateDialect extends SqliteDialect {
    override createAdapter(): SqliteAdapter {
        return new StateAdapter();
    }
}

class StateAdapter extends SqliteAdapter {
    override get supportsTransactionalDdl(): boolean {
        return true;
    }
}

function openFile(file: string): NodeSqliteDatabase {
    try {
        return NodeSqliteDatabase.open(file);
    } catch (cause) {
        const text = cause instanceof Error ? cause.message : String(cause);
        throw /locked|busy/i.test(text)
            ? StorageErrors.inUse({ file }, cause)
            : StorageErrors.unreadable({ file, why: text.slice(0, 200) }, cause);
    }
}
