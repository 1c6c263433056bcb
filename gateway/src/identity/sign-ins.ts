import { createHash, randomBytes } from 'node:crypto';
import { GatewayDatabase } from '../storage/gateway-database';

const HOUR_MS = 60 * 60 * 1_000;

/** A sign-in ends when it was not used for 12 hours, and after 14 days whatever happens. */
export const IDLE_LIMIT_MS = 12 * HOUR_MS;
export const ABSOLUTE_LIMIT_MS = 14 * 24 * HOUR_MS;

/** Use is written down at most once in this time, so that reading a page is not a write. */
const TOUCH_EVERY_MS = 60_000;

/** A live sign-in. `idHash` names it inside the gateway; the id itself is in the cookie alone. */
export interface SignIn {
    idHash: string;
    account: string;
    createdAtMs: number;
    expiresAtMs: number;
}

/** The sign-ins of this installation. Ids are 256 random bits; the database holds their SHA-256. */
export class SignIns {
    constructor(
        private readonly database: GatewayDatabase,
        private readonly now: () => number = Date.now
    ) {}

    /** Makes a new sign-in and returns the id for the cookie, which is told this once. */
    async create(account: string): Promise<string> {
        const id = randomBytes(32).toString('base64url');
        const at = this.now();
        await this.database
            .insertInto('sign_in')
            .values({ id_hash: hashOf(id), account, created_at_ms: at, last_used_at_ms: at })
            .execute();
        return id;
    }

    /** The live sign-in of a cookie's value, or undefined. Counts as use, where that can be written down. */
    async find(id: string): Promise<SignIn | undefined> {
        const row = await this.database
            .selectFrom('sign_in')
            .selectAll()
            .where('id_hash', '=', hashOf(id))
            .where('last_used_at_ms', '>', this.now() - IDLE_LIMIT_MS)
            .where('created_at_ms', '>', this.now() - ABSOLUTE_LIMIT_MS)
            .executeTakeFirst();
        if (!row) {
            return undefined;
        }
        if (this.now() - row.last_used_at_ms > TOUCH_EVERY_MS) {
            // a full disk must not lock out the person who could make room; keeping house tells of it
            await this.touch(row.id_hash).catch(() => undefined);
        }
        return {
            idHash: row.id_hash,
            account: row.account,
            createdAtMs: row.created_at_ms,
            expiresAtMs: row.created_at_ms + ABSOLUTE_LIMIT_MS
        };
    }

    /** Notes that a sign-in is in use; an open page keeps its own alive so. */
    async touch(idHash: string): Promise<void> {
        await this.database
            .updateTable('sign_in')
            .set({ last_used_at_ms: this.now() })
            .where('id_hash', '=', idHash)
            .execute();
    }

    async remove(idHash: string): Promise<void> {
        await this.database.deleteFrom('sign_in').where('id_hash', '=', idHash).execute();
    }

    /** Removes what has run out and returns which of the given sign-ins are no longer good. */
    async sweep(inUse: readonly string[]): Promise<string[]> {
        await this.database
            .deleteFrom('sign_in')
            .where(eb =>
                eb.or([
                    eb('last_used_at_ms', '<=', this.now() - IDLE_LIMIT_MS),
                    eb('created_at_ms', '<=', this.now() - ABSOLUTE_LIMIT_MS)
                ])
            )
            .execute();
        const live = await this.database.selectFrom('sign_in').select('id_hash').execute();
        const good = new Set(live.map(row => row.id_hash));
        return inUse.filter(idHash => !good.has(idHash));
    }
}

/** SHA-256 as hexadecimal. Enough for 256 random bits: there is nothing to guess. */
export function hashOf(secret: string): string {
    return createHash('sha256').update(secret).digest('hex');
}
