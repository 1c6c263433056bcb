import { expect } from 'chai';
import { sql } from 'kysely';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayDatabase, openGatewayDatabase } from '../storage/gateway-database';
import { LINK_LIFE_MS, SignInLinks } from './sign-in-links';
import { ABSOLUTE_LIMIT_MS, IDLE_LIMIT_MS, SignIns } from './sign-ins';

describe('sign-ins in the database', () => {
    let folder: string;
    let database: GatewayDatabase;
    let nowMs: number;
    const now = (): number => nowMs;

    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), 'dispatch-'));
        database = await openGatewayDatabase(join(folder, 'gateway.db'));
        nowMs = 1_800_000_000_000;
    });

    afterEach(async () => {
        await database.destroy();
        rmSync(folder, { recursive: true });
    });

    it('keeps the database for the owner alone, and no id or token in it', async () => {
        const id = await new SignIns(database, now).create('default');
        const token = await new SignInLinks(database, now).create();
        for (const name of ['gateway.db', 'gateway.db-wal', 'gateway.db-shm']) {
            expect(statSync(join(folder, name)).mode & 0o777, name).to.equal(0o600);
        }
        const bytes = readFileSync(join(folder, 'gateway.db-wal'), 'latin1');
        expect([bytes.includes('sign_in'), bytes.includes(id), bytes.includes(token)]).to.deep.equal([
            true,
            false,
            false
        ]);
    });

    it('S46: ends a sign-in that was not used for twelve hours', async () => {
        const signIns = new SignIns(database, now);
        const id = await signIns.create('default');
        nowMs += IDLE_LIMIT_MS - 1;
        expect(await signIns.find(id)).to.include({ account: 'default' });
        nowMs += IDLE_LIMIT_MS - 1;
        expect(await signIns.find(id)).to.include({ account: 'default' });
        nowMs += IDLE_LIMIT_MS;
        expect(await signIns.find(id)).to.equal(undefined);
    });

    it('F11: lets a person in who is signed in, though a full disk takes no note of it', async () => {
        const signIns = new SignIns(database, now);
        const id = await signIns.create('default');
        await sql`PRAGMA query_only = ON`.execute(database);
        nowMs += IDLE_LIMIT_MS / 2;
        expect(await signIns.find(id)).to.include({ account: 'default' });
    });

    it('S46: ends a sign-in after fourteen days however much it is used', async () => {
        const signIns = new SignIns(database, now);
        const id = await signIns.create('default');
        const untilMs = nowMs + ABSOLUTE_LIMIT_MS;
        for (; nowMs < untilMs; nowMs += IDLE_LIMIT_MS / 2) {
            expect(await signIns.find(id)).to.include({ expiresAtMs: untilMs });
        }
        expect(await signIns.find(id)).to.equal(undefined);
    });

    it('names the sign-ins that are no longer good when it cleans up', async () => {
        const signIns = new SignIns(database, now);
        const [old, removed, good] = [await signIns.create('a'), await signIns.create('b'), await signIns.create('c')];
        const hashes = await Promise.all([old, removed, good].map(async id => (await signIns.find(id))?.idHash ?? ''));
        await signIns.remove(hashes[1] ?? '');
        nowMs += IDLE_LIMIT_MS;
        await signIns.touch(hashes[2] ?? '');
        expect(await signIns.sweep(hashes)).to.deep.equal(hashes.slice(0, 2));
    });

    it('S50: lets one of twenty win the race for a link', async () => {
        const links = new SignInLinks(database, now);
        const token = await links.create();
        const results = await Promise.all(Array.from({ length: 20 }, () => links.redeem(token)));
        expect(results.filter(Boolean)).to.have.length(1);
    });

    it('S50: a link works for thirty minutes, is not used up by looking, and dies with a restart', async () => {
        const links = new SignInLinks(database, now);
        const [first, second, third] = [await links.create(), await links.create(), await links.create()];
        expect([await links.isGood(first), await links.isGood(first)]).to.deep.equal([true, true]);
        expect([await links.redeem(first), await links.isGood(first)]).to.deep.equal([true, false]);
        nowMs += LINK_LIFE_MS - 1;
        expect(await links.redeem(second)).to.equal(true);
        nowMs += 1;
        expect(await links.redeem(third)).to.equal(false);
        const fourth = await links.create();
        await links.forgetAll();
        expect(await links.redeem(fourth)).to.equal(false);
    });
});
