import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { TestLog } from '../../kernel/testing/test-log';
import { Migrations, StateDatabase } from './state-database';

interface Tables {
    note: { id: number; text: string };
}

const NOTES: Migrations = {
    '0001-note': async db => {
        await db.schema
            .createTable('note')
            .addColumn('id', 'integer', column => column.primaryKey())
            .addColumn('text', 'text')
            .execute();
    }
};

describe('state database', function () {
    this.timeout(20_000);
    let folder: string;
    let file: string;

    beforeEach(() => {
        folder = fs.mkdtempSync(path.join(tmpdir(), 'dispatch-state-'));
        file = path.join(folder, 'state.db');
    });

    afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

    it('keeps what was written, also when the process is killed right after the write', async () => {
        const script = `
            const { StateDatabase } = require(${JSON.stringify(path.join(__dirname, 'state-database.js'))});
            const { TestLog } = require(${JSON.stringify(path.resolve(__dirname, '../../kernel/testing/test-log.js'))});
            (async () => {
                const database = await StateDatabase.open(${JSON.stringify(file)}, new TestLog());
                await database.migrate('notes', { '0001-note': ${NOTES['0001-note'].toString()} });
                await database.tables().insertInto('note').values({ id: 7, text: 'kept' }).execute();
                process.kill(process.pid, 'SIGKILL');
            })();`;
        const killed = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
        expect(killed.signal, killed.stderr).to.equal('SIGKILL');
        const database = await StateDatabase.open(file, new TestLog());
        await database.migrate('notes', NOTES);
        expect(await database.tables<Tables>().selectFrom('note').selectAll().execute()).to.deep.equal([
            { id: 7, text: 'kept' }
        ]);
        await database.close();
    });

    it('answers with the columns of now, and to a question that is asked while its answer is being read', async () => {
        const database = await StateDatabase.open(file, new TestLog());
        await database.migrate('notes', NOTES);
        const notes = database.tables<Tables>();
        const all = notes.selectFrom('note').selectAll().orderBy('id');
        await notes
            .insertInto('note')
            .values([1, 2, 3].map(id => ({ id, text: `${id}` })))
            .execute();
        expect(await all.execute()).to.have.length(3);
        const read: unknown[] = [];
        for await (const row of all.stream()) {
            read.push(row);
        }
        expect(read).to.deep.equal(await all.execute());
        const more = async (db: Parameters<Migrations[string]>[0]) =>
            db.schema.alterTable('note').addColumn('mood', 'text').execute();
        await database.migrate('notes', { ...NOTES, '0002-mood': more });
        expect(await all.execute()).to.deep.include({ id: 1, text: '1', mood: null });
        // more different ones than are kept ready, and the first again
        for (let id = 0; id < 300; id++) {
            const one = notes.selectFrom('note').selectAll().where('id', '=', 2);
            const other = Array.from({ length: id }).reduce<typeof one>(query => query.where('id', '=', 2), one);
            expect(await other.execute()).to.have.length(1);
        }
        expect(await all.execute()).to.have.length(3);
        await database.close();
    });

    it('is not opened twice', async () => {
        const database = await StateDatabase.open(file, new TestLog());
        const second = await StateDatabase.open(file, new TestLog()).catch(error => error.code);
        expect(second).to.equal('storage.in-use');
        await database.close();
    });

    it('says so when the file is something else, and does not touch it', async () => {
        fs.writeFileSync(file, 'not a database at all, but a long enough text to be taken for one'.repeat(20));
        const before = fs.readFileSync(file);
        expect(await StateDatabase.open(file, new TestLog()).catch(error => error.code)).to.equal('storage.unreadable');
        expect(fs.readFileSync(file).equals(before)).to.equal(true);
    });

    it('keeps nothing of a migration that fails, and goes on from there next time', async () => {
        const database = await StateDatabase.open(file, new TestLog());
        const broken: Migrations = {
            ...NOTES,
            '0002-broken': async db => {
                await db.schema.alterTable('note').addColumn('half', 'text').execute();
                throw new Error('power cut');
            }
        };
        expect(await database.migrate('notes', broken).catch(error => error.code)).to.equal('storage.migration-failed');
        await database.migrate('notes', {
            ...NOTES,
            '0002-broken': async db => {
                await db.schema.alterTable('note').addColumn('half', 'text').execute();
            }
        });
        await database.close();
    });

    it('keeps the migrations of its owners apart', async () => {
        const database = await StateDatabase.open(file, new TestLog());
        await database.migrate('notes', NOTES);
        await database.migrate('other-kind', {
            '0001-note': async db => {
                await db.schema.createTable('other').addColumn('id', 'integer').execute();
            }
        });
        await database.migrate('notes', NOTES);
        await database.close();
    });
});
