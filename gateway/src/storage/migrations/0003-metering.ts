import { sql } from 'kysely';
import { Migration } from 'kysely/migration';

/**
 * What a call was for and what it cost; calls that are under way; what the person has set. A line of the ledger is still
 * added once and never taken away; only a price that was not known may be filled in later. No way down: it would destroy
 * history.
 */
export const metering: Migration = {
    async up(db) {
        const number = ['cache_creation_1h_tokens', 'web_searches', 'counted_tokens', 'counted_nano_usd'];
        for (const name of number) {
            await db.schema
                .alterTable('usage')
                .addColumn(name, 'integer', column => column.notNull().defaultTo(0))
                .execute();
        }
        await db.schema.alterTable('usage').addColumn('cost_nano_usd', 'integer').execute();
        for (const [name, value] of [
            ['person', 'default'],
            ['day', '']
        ] as const) {
            await db.schema
                .alterTable('usage')
                .addColumn(name, 'text', column => column.notNull().defaultTo(value))
                .execute();
        }
        await sql`update usage set
            counted_tokens = input_tokens + output_tokens + cache_creation_tokens + cache_read_tokens,
            day = strftime('%Y-%m-%d', at_ms / 1000, 'unixepoch', 'localtime')`.execute(db);
        await db.schema.createIndex('usage_by_person_day').on('usage').columns(['person', 'day']).execute();
        await db.schema.createIndex('usage_by_session_day').on('usage').columns(['session_id', 'day']).execute();
        await db.schema
            .createTable('usage_reservation')
            .addColumn('id', 'integer', column => column.primaryKey().autoIncrement())
            .addColumn('session_id', 'text', column => column.notNull())
            .addColumn('person', 'text', column => column.notNull())
            .addColumn('model', 'text', column => column.notNull())
            .addColumn('input_estimate', 'integer', column => column.notNull())
            .addColumn('output_estimate', 'integer', column => column.notNull())
            .addColumn('reported_json', 'text')
            .addColumn('at_ms', 'integer', column => column.notNull())
            .execute();
        await db.schema
            .createTable('metered_session')
            .addColumn('session_id', 'text', column => column.primaryKey())
            .addColumn('kind', 'text', column => column.notNull())
            .addColumn('title', 'text', column => column.notNull())
            .addColumn('folder', 'text', column => column.notNull())
            .execute();
        await db.schema
            .createTable('setting')
            .addColumn('name', 'text', column => column.primaryKey())
            .addColumn('value_json', 'text', column => column.notNull())
            .addColumn('changed_at_ms', 'integer', column => column.notNull())
            .execute();
    }
};
