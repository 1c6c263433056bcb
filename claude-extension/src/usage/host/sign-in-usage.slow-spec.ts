import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { StateDatabase } from 'dispatch-extension/lib/storage/host/state-database';
import { ClaudeEventBody } from '../../conversation/common/claude-events';
import { claudeMigrations, SqlEventLog } from '../../conversation/host/sql-event-log';
import { SilentLog } from '../../conversation/testing/fake-session-context';
import { SignInUsage, usageMigrations } from './sign-in-usage';

const SESSION = '01KB4Z9V0W3X5Y7Z9A1B3C5D7E';

function used(model: string, outputTokens: number, bySignIn: true | undefined): ClaudeEventBody {
    const none = { inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 2 };
    return { type: 'usage', model, outputTokens, ...none, ...(bySignIn && { bySignIn }) };
}

describe('usage by a sign-in', () => {
    let root: string;
    let database: StateDatabase;

    beforeEach(async () => {
        root = await mkdtemp(join(tmpdir(), 'sign-in-usage-'));
        database = await StateDatabase.open(join(root, 'state.db'), new SilentLog());
        await database.migrate('claude', { ...claudeMigrations, ...usageMigrations });
    });
    afterEach(async () => {
        await database.close();
        await rm(root, { recursive: true, force: true });
    });

    it('is summed up by day and model, without what went through the meter and what was on other days', async () => {
        const noon = (day: number): number => new Date(2026, 10, day, 12).getTime();
        const events = [
            { atMs: noon(24), body: used('opus', 1, true) },
            { atMs: noon(25), body: used('opus', 10, true) },
            { atMs: noon(25), body: used('opus', 5, true) },
            { atMs: noon(25), body: used('opus', 1_000, undefined) },
            { atMs: new Date(2026, 10, 26, 23, 59).getTime(), body: used('haiku', 3, true) },
            { atMs: new Date(2026, 10, 27).getTime(), body: used('haiku', 9, true) }
        ];
        await new SqlEventLog(database).append(
            SESSION,
            events.map((event, index) => ({ seq: index + 1, ...event }))
        );
        const rows = await new SignInUsage(database).rows({ from: '2026-11-25', to: '2026-11-26' });
        const row = { sessionId: SESSION, cacheReadTokens: 0 };
        expect(rows).to.deep.equal([
            {
                ...row,
                day: '2026-11-25',
                model: 'opus',
                turns: 2,
                inputTokens: 2,
                outputTokens: 15,
                cacheWriteTokens: 4
            },
            {
                ...row,
                day: '2026-11-26',
                model: 'haiku',
                turns: 1,
                inputTokens: 1,
                outputTokens: 3,
                cacheWriteTokens: 2
            }
        ]);
    });
});
