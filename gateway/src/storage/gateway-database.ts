import { Generated, Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { signInTables } from './migrations/0001-sign-ins';
import { usageLedger } from './migrations/0002-usage-ledger';
import { metering } from './migrations/0003-metering';
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
    /** See `LedgerEntry`. */
    outcome: string;
    at_ms: number;
    cache_creation_1h_tokens: number;
    web_searches: number;
    /** What budgets count: as reported, or more where the end is not known. */
    counted_tokens: number;
    counted_nano_usd: number;
    /** Null while the price of the model is not known. */
    cost_nano_usd: number | null;
    person: string;
    /** Like `2026-11-25`, in the time zone of the gateway. */
    day: string;
}

/** A call that is under way, or was when the gateway ended. */
export interface UsageReservationRow {
    id: Generated<number>;
    session_id: string;
    person: string;
    model: string;
    /** Tokens that the prompt, and the answer, can have at most. */
    input_estimate: number;
    output_estimate: number;
    /** What the upstream had reported when the answer began; null before. */
    reported_json: string | null;
    at_ms: number;
}

/** A session that used something, as it was last seen. */
export interface MeteredSessionRow {
    session_id: string;
    kind: string;
    title: string;
    folder: string;
}

/** What a person has set for the installation while it runs. */
export interface SettingRow {
    name: string;
    value_json: string;
    changed_at_ms: number;
}

export interface GatewayTables {
    sign_in: SignInRow;
    sign_in_link: SignInLinkRow;
    usage: UsageRow;
    usage_reservation: UsageReservationRow;
    metered_session: MeteredSessionRow;
    setting: SettingRow;
}

/** The gateway's database. */
export type GatewayDatabase = Kysely<GatewayTables>;

/** Opens the database and brings it up to date. The caller destroys it. */
export async function openGatewayDatabase(path: string): Promise<GatewayDatabase> {
    const database = new Kysely<GatewayTables>({ dialect: sqliteFile(path) });
    const migrator = new Migrator({
        db: database,
        provider: {
            getMigrations: async () => ({
                '0001-sign-ins': signInTables,
                '0002-usage-ledger': usageLedger,
                '0003-metering': metering
            })
        }
    });
    const { error } = await migrator.migrateToLatest();
    if (error) {
        await database.destroy();
        throw error;
    }
    return database;
}
