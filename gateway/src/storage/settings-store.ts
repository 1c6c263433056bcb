import { z } from 'zod';
import { GatewayDatabase } from './gateway-database';

/** Values that a person sets while Dispatch runs. One that is stored and fits its schema no more counts as not set. */
export class SettingsStore {
    constructor(private readonly database: GatewayDatabase) {}

    async read<S extends z.ZodType>(name: string, schema: S): Promise<z.output<S> | undefined> {
        const row = await this.database
            .selectFrom('setting')
            .select('value_json')
            .where('name', '=', name)
            .executeTakeFirst();
        const parsed = row && schema.safeParse(JSON.parse(row.value_json));
        return parsed?.success ? parsed.data : undefined;
    }

    async write(name: string, value: unknown): Promise<void> {
        const row = { name, value_json: JSON.stringify(value), changed_at_ms: Date.now() };
        await this.database.replaceInto('setting').values(row).execute();
    }

    async remove(name: string): Promise<void> {
        await this.database.deleteFrom('setting').where('name', '=', name).execute();
    }
}
