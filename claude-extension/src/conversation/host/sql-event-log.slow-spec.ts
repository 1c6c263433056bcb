import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { eventLogContract } from '../testing/event-log.contract';
import { SilentLog } from '../testing/fake-session-context';
import { claudeMigrations, SqlEventLog } from './sql-event-log';

describe('state.db', () => {
    const opened: { database: StateDatabase; folder: string }[] = [];
    afterEach(async () => {
        for (const { database, folder } of opened.splice(0)) {
            await database.close();
            await rm(folder, { recursive: true });
        }
    });

    eventLogContract('SQLite', async () => {
        const folder = await mkdtemp(join(tmpdir(), 'log-'));
        const database = await StateDatabase.open(join(folder, 'state.db'), new SilentLog());
        opened.push({ database, folder });
        await database.migrate('claude', claudeMigrations);
        return new SqlEventLog(database);
    });
});
