import { randomBytes } from 'node:crypto';
import { GatewayDatabase } from '../storage/gateway-database';
import { hashOf } from './sign-ins';

/** How long a one-time link can be used. */
export const LINK_LIFE_MS = 30 * 60 * 1_000;

/** One-time sign-in links. Each works once, for 30 minutes, whoever is first. */
export class SignInLinks {
    constructor(
        private readonly database: GatewayDatabase,
        private readonly now: () => number = Date.now
    ) {}

    /** Makes a link's token; it is told this once. */
    async create(): Promise<string> {
        const token = randomBytes(32).toString('base64url');
        await this.database
            .insertInto('sign_in_link')
            .values({ token_hash: hashOf(token), created_at_ms: this.now(), used_at_ms: null })
            .execute();
        return token;
    }

    /** Whether a token could be used now. Changes nothing: a link that is only looked at stays good. */
    async isGood(token: string): Promise<boolean> {
        const row = await this.database
            .selectFrom('sign_in_link')
            .select('token_hash')
            .where('token_hash', '=', hashOf(token))
            .where('used_at_ms', 'is', null)
            .where('created_at_ms', '>', this.now() - LINK_LIFE_MS)
            .executeTakeFirst();
        return row !== undefined;
    }

    /** Uses a token up. True for exactly one caller, in one statement of the database. */
    async redeem(token: string): Promise<boolean> {
        const result = await this.database
            .updateTable('sign_in_link')
            .set({ used_at_ms: this.now() })
            .where('token_hash', '=', hashOf(token))
            .where('used_at_ms', 'is', null)
            .where('created_at_ms', '>', this.now() - LINK_LIFE_MS)
            .executeTakeFirst();
        return result.numUpdatedRows === 1n;
    }

    /** Forgets every link, used or not. Done at start, so that a link printed earlier dies with its process. */
    async forgetAll(): Promise<void> {
        await this.database.deleteFrom('sign_in_link').execute();
    }
}
