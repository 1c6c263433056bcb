import { DatabaseSync } from 'node:sqlite';
import { ConfigurationError } from './configuration';

/**
 * Makes sure that one gateway alone works on a data folder.
 *
 * The lock is an exclusive transaction on an empty SQLite file: the kernel takes it back when the process dies, however it
 * dies, so there is neither a stale lock nor a race for breaking one (which a pid file has).
 */
export class InstanceLock {
    private constructor(private readonly database: DatabaseSync) {}

    /** Throws {@link ConfigurationError} when another gateway holds it. */
    static take(path: string): InstanceLock {
        const database = new DatabaseSync(path, { timeout: 0 });
        try {
            database.exec('BEGIN EXCLUSIVE');
            return new InstanceLock(database);
        } catch (error) {
            database.close();
            if ((error as { errcode?: number }).errcode === 5) {
                throw new ConfigurationError(
                    'Dispatch is already running on this data folder. Stop it with `npm run stop`, or set another DISPATCH_DATA_DIR and PORT.'
                );
            }
            throw error;
        }
    }

    release(): void {
        this.database.close();
    }
}
