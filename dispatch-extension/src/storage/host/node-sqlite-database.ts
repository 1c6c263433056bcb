import { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteDatabase, SqliteStatement } from 'kysely';

/** How long an open waits for a host that is just going away, in ms. */
const LOCK_WAIT_MS = 3_000;
/** How many statements are kept ready, and how long their text may be: an INSERT of many rows hardly comes twice. */
const MAX_READY = 100;
const MAX_READY_CHARS = 2_000;
/** After these a statement that is ready may know other columns than there are. */
const CHANGES_SCHEMA = /^\s*(create|alter|drop)\b/i;

/** `node:sqlite` in the shape that Kysely's SQLite dialect expects. */
export class NodeSqliteDatabase implements SqliteDatabase {
    /** By their text, the one that was used longest ago first. */
    private readonly ready = new Map<string, NodeSqliteStatement>();

    private constructor(private readonly database: DatabaseSync) {}

    /** Opens or creates `file` and takes it for this process alone, until it closes or dies. */
    static open(file: string): NodeSqliteDatabase {
        const database = new DatabaseSync(file, { timeout: LOCK_WAIT_MS, enableForeignKeyConstraints: true });
        try {
            database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
            database.exec('BEGIN IMMEDIATE; COMMIT;');
            return new NodeSqliteDatabase(database);
        } catch (error) {
            database.close();
            throw error;
        }
    }

    prepare(sql: string): SqliteStatement {
        if (CHANGES_SCHEMA.test(sql)) {
            this.ready.clear();
        }
        const statement = this.ready.get(sql) ?? new NodeSqliteStatement(() => this.database.prepare(sql));
        if (sql.length <= MAX_READY_CHARS) {
            this.ready.delete(sql);
            this.ready.set(sql, statement);
            if (this.ready.size > MAX_READY) {
                this.ready.delete([...this.ready.keys()][0]);
            }
        }
        return statement;
    }

    close(): void {
        this.database.close();
    }
}

class NodeSqliteStatement implements SqliteStatement {
    /** Whether it answers with rows. */
    readonly reader: boolean;

    private readonly statement: StatementSync;

    constructor(private readonly prepare: () => StatementSync) {
        this.statement = prepare();
        this.reader = this.statement.columns().length > 0;
    }

    all(parameters: readonly unknown[]): unknown[] {
        return this.statement.all(...(parameters as SQLInputValue[]));
    }

    run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
        return this.statement.run(...(parameters as SQLInputValue[]));
    }

    /** By a statement of its own: the same one may be asked again before the last row was taken. */
    iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
        return this.prepare().iterate(...(parameters as SQLInputValue[]));
    }
}
