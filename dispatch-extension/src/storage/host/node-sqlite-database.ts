import { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteDatabase, SqliteStatement } from 'kysely';

/** How long an open waits for a host that is just going away, in ms. */
const LOCK_WAIT_MS = 3_000;

/** `node:sqlite` in the shape that Kysely's SQLite dialect expects. */
export class NodeSqliteDatabase implements SqliteDatabase {
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
        return new NodeSqliteStatement(this.database.prepare(sql));
    }

    close(): void {
        this.database.close();
    }
}

class NodeSqliteStatement implements SqliteStatement {
    /** Whether it answers with rows. */
    readonly reader: boolean;

    constructor(private readonly statement: StatementSync) {
        this.reader = statement.columns().length > 0;
    }

    all(parameters: readonly unknown[]): unknown[] {
        return this.statement.all(...(parameters as SQLInputValue[]));
    }

    run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
        return this.statement.run(...(parameters as SQLInputValue[]));
    }

    iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
        return this.statement.iterate(...(parameters as SQLInputValue[]));
    }
}
