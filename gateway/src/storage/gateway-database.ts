import { Generated, Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { signInTables } from './migrations/0001-sign-ins';
import { usageLedger } from './migrations/0002-usage-ledger';
import { sqliteFile } from './sqlite-file';

/** One sign-in that is still good. The cookie's value is not here, only its SHA-256. */
export interface SignInRow {
    id_hash: string;
    account: string;
    created_at_ms: number;
    last_used_at_ms: number;
}

/** A one-time link, used or not. */
export interface SignInLinkRow {
    token_hash: string;
    created_at_ms: number;
    used_at_ms: number | null;
}

/** What one call to the Messages API cost, as the upstream reported it. */
export interface UsageRow {
    id: Generated<number>;
    session_id: string;
    model: string;
    input_tokens: number;
    output_tokens: number;
    cache_creation_tokens: number;
    cache_read_tokens: number;
    /** `complete`, or `cut` when the answer ended before the upstream said so. */
    outcome: string;
    at_ms: number;
}

export interface GatewayTables {
    sign_in: SignInRow;
    sign_in_link: SignInLinkRow;
    usage: UsageRow;
}

/** The gateway's database. */
export type GatewayDatabase = Kysely<GatewayTables>;

/** Opens the database and brings it up to date. The caller destroys it. */
export async function openGatewayDatabase(path: string): Promise<GatewayDatabase> {
    const database = new Kysely<GatewayTables>({ dialect: sqliteFile(path) });
    const migrator = new Migrator({
        db: database,
        provider: {
            getMigrations: async () => ({ '0001-sign-ins': signInTables, '0002-usage-ledger': usageLedger })
        }
    });
    const { error } = await migrator.migrateToLatest();
    if (error) {
        await database.destroy();
        throw error;
    }
    return database;
}
