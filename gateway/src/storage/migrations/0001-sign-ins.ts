import { Migration } from 'kysely/migration';

/** Who is signed in, and the one-time links. Only hashes: a copy of this file signs nobody in. */
export const signInTables: Migration = {
    async up(db) {
        await db.schema
            .createTable('sign_in')
            .addColumn('id_hash', 'text', column => column.primaryKey())
            .addColumn('account', 'text', column => column.notNull())
            .addColumn('created_at_ms', 'integer', column => column.notNull())
            .addColumn('last_used_at_ms', 'integer', column => column.notNull())
            .execute();
        await db.schema
            .createTable('sign_in_link')
            .addColumn('token_hash', 'text', column => column.primaryKey())
            .addColumn('created_at_ms', 'integer', column => column.notNull())
            .addColumn('used_at_ms', 'integer')
            .execute();
    }
};
