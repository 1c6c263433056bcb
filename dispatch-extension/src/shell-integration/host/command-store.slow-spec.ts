import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { TestLog } from '../../kernel/testing/test-log';
import { CommandRecord, MAX_COMMANDS } from '../common/shell-integration-protocol';
import { CommandStore } from './command-store';

describe('command store', () => {
    let folder: string;

    beforeEach(() => (folder = fs.mkdtempSync(path.join(tmpdir(), 'commands-'))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    it('has the same after it was opened again, and goes on behind a line that was cut off', () => {
        const first = open();
        first.put(command(1));
        first.put({ ...command(1), endAt: 9, endedAtMs: 9, exitCode: 1 });
        fs.appendFileSync(path.join(folder, 'commands.jsonl'), '{"n":2,"li');
        const second = open();
        second.put(command(2));
        expect(open().all).to.deep.equal([{ ...command(1), endAt: 9, endedAtMs: 9, exitCode: 1 }, command(2)]);
    });

    it('keeps the newest, in a file of a bounded size', () => {
        const store = open();
        for (let n = 1; n <= MAX_COMMANDS * 3; n++) {
            store.put(command(n, 'x'.repeat(500)));
        }
        expect(fs.statSync(path.join(folder, 'commands.jsonl')).size).to.be.lessThan(3 * 1024 * 1024);
        expect(open().all.map(({ n }) => n)).to.deep.equal(store.all.map(({ n }) => n));
        expect([store.all.length, store.last?.n]).to.deep.equal([MAX_COMMANDS, MAX_COMMANDS * 3]);
    });

    it('goes on in memory when the disk takes nothing', () => {
        const log = new TestLog();
        const store = new CommandStore(path.join(folder, 'gone'), log);
        store.put(command(1));
        expect([store.all.length, log.entries.map(({ event }) => event)]).to.deep.equal([
            1,
            ['shell.command-not-recorded']
        ]);
    });

    function open(): CommandStore {
        return new CommandStore(folder, new TestLog());
    }
});

function command(n: number, line = 'ls'): CommandRecord {
    return { n, line, trusted: true, inputAt: n, outputAt: n, startedAtMs: n };
}
