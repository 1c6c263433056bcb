import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { SqliteDatabase, SqliteDialect } from 'kysely';

/**
 * kysely's SQLite dialect over `node:sqlite`. The file is opened with WAL and synchronous FULL: an answered write is on disk.
 * The caller owns the connection through its `Kysely`; `destroy()` closes it.
 */
export function sqliteFile(path: string): SqliteDialect {
    // made first, so that it and what SQLite puts beside it are the owner's alone
    closeSync(openSync(path, 'a', 0o600));
    const database = new DatabaseSync(path, { timeout: 5_000, enableForeignKeyConstraints: true });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    return new SqliteDialect({ database: new NodeSqlite(database) });
}

class NodeSqlite implements SqliteDatabase {
    constructor(private readonly database: DatabaseSync) {}

    close(): void {
        this.database.close();
    }

    prepare(sql: string): ReturnType<SqliteDatabase['prepare']> {
        const statement = this.database.prepare(sql);
        return {
            reader: statement.columns().length > 0,
            all: parameters => statement.all(...(parameters as SQLInputValue[])),
            run: parameters => statement.run(...(parameters as SQLInputValue[])),
            iterate: parameters => statement.iterate(...(parameters as SQLInputValue[]))
        };
    }
}
