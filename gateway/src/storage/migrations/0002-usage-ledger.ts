import { Migration } from 'kysely/migration';

/** The ledger of the meter: rows are added, never changed. No way down: it would destroy history. */
export const usageLedger: Migration = {
    async up(db) {
        await db.schema
            .createTable('usage')
            .addColumn('id', 'integer', column => column.primaryKey().autoIncrement())
            .addColumn('session_id', 'text', column => column.notNull())
            .addColumn('model', 'text', column => column.notNull())
            .addColumn('input_tokens', 'integer', column => column.notNull())
            .addColumn('output_tokens', 'integer', column => column.notNull())
            .addColumn('cache_creation_tokens', 'integer', column => column.notNull())
            .addColumn('cache_read_tokens', 'integer', column => column.notNull())
            .addColumn('outcome', 'text', column => column.notNull())
            .addColumn('at_ms', 'integer', column => column.notNull())
            .execute();
        await db.schema.createIndex('usage_by_session').on('usage').columns(['session_id', 'at_ms']).execute();
    }
};
