import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sessionEnvironment } from '../process-environment';
import { unconfined } from '../../../sandbox/host/sandbox-api';
import { SessionFolder } from './session-folder';
import { ToolResult } from './tool';
import { Toolbox } from './toolbox';

describe('tools of the Messages API runtime', function () {
    this.timeout(10_000);
    const toolbox = new Toolbox();
    let root: string;
    let stop: AbortController;

    beforeEach(async () => {
        root = await realpath(await mkdtemp(join(tmpdir(), 'tools-')));
        stop = new AbortController();
        await writeFile(join(root, 'poem.txt'), 'one\ntwo\nthree\ntwo\n');
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    async function run(name: string, input: Record<string, unknown>): Promise<ToolResult> {
        const tool = toolbox.find(name);
        const environment = sessionEnvironment({ ...process.env, SECRET_TOKEN: 'secret' }, 'test-session');
        const folder = await SessionFolder.open(root);
        return toolbox.run(tool ?? expect.fail(`no ${name}`), input, {
            folder,
            environment,
            confinement: unconfined({ kind: 'off' }),
            signal: stop.signal
        });
    }

    it('tells an exit code, and both streams in order', async () => {
        const result = await run('bash', { command: 'echo one; echo two >&2; exit 3' });
        expect(result).to.deep.equal({ outcome: 'error', output: 'one\ntwo\nExit code 3' });
    });

    it('stops a command when its time is up, with what it started', async () => {
        const before = performance.now();
        const result = await run('bash', { command: 'echo begun; sleep 50 & sleep 50', timeout_ms: 300 });
        expect(result).to.deep.equal({ outcome: 'error', output: 'begun\nStopped after 300 ms.' });
        expect(performance.now() - before).to.be.lessThan(3_000);
    });

    it('stops a command that ignores the friendly signal when the person stops it', async () => {
        setTimeout(() => stop.abort(), 200);
        const result = await run('bash', { command: `trap '' TERM; echo begun; while true; do sleep 0.1; done` });
        expect(result).to.deep.equal({ outcome: 'error', output: 'begun\nStopped by the user.' });
    });

    it('does not wait for what a command leaves behind', async () => {
        const before = performance.now();
        const result = await run('bash', { command: 'sleep 5 & echo begun' });
        expect(result).to.deep.equal({ outcome: 'done', output: 'begun' });
        expect(performance.now() - before).to.be.lessThan(2_000);
    });

    it('keeps the beginning and the end of a flood, in bounded memory', async () => {
        const { output } = await run('bash', { command: 'seq 1 2000000' });
        expect(output.length).to.be.lessThan(64 * 1024);
        expect(output).to.match(/^1\n2\n/);
        expect(output).to.match(/bytes left out/);
        expect(output).to.match(/\n2000000$/);
    });

    it('gives a command no secret of the environment', async () => {
        const { output } = await run('bash', { command: 'env' });
        expect(output).to.not.include('secret');
        expect(output).to.include('DISPATCH_CLAUDE_SESSION=test-session');
    });

    it('replaces exactly what was named, and only where it is certain', async () => {
        expect((await run('edit_file', { path: 'poem.txt', old_text: 'four', new_text: '4' })).output).to.match(
            /does not occur/
        );
        expect((await run('edit_file', { path: 'poem.txt', old_text: 'two', new_text: '2' })).output).to.match(
            /occurs 2 times/
        );
        expect(await run('edit_file', { path: 'poem.txt', old_text: 'three', new_text: '$& 3' })).to.deep.equal({
            outcome: 'done',
            output: 'Replaced 1 in poem.txt.'
        });
        await run('edit_file', { path: 'poem.txt', old_text: 'two', new_text: '2', replace_all: true });
        expect(await readFile(join(root, 'poem.txt'), 'utf8')).to.equal('one\n2\n$& 3\n2\n');
    });

    it('reads a part of a file and says what is left', async () => {
        expect(await run('read_file', { path: 'poem.txt', first_line: 2, lines: 1 })).to.deep.equal({
            outcome: 'done',
            output: 'two\n… 3 more lines …'
        });
    });

    it('finds text by a pattern, and nothing outside', async () => {
        expect((await run('search', { pattern: '^t(w|h)' })).output.split('\n')).to.have.members([
            'poem.txt:2:two',
            'poem.txt:3:three',
            'poem.txt:4:two'
        ]);
        expect(await run('search', { pattern: 'nowhere' })).to.deep.equal({
            outcome: 'done',
            output: 'Nothing found.'
        });
        expect((await run('search', { pattern: 'root', path: '/etc' })).output).to.match(/outside the folder/);
        expect((await run('search', { pattern: '--version' })).output).to.equal('Nothing found.');
    });

    it('tells Claude what is wrong with an input', async () => {
        expect((await run('write_file', { path: 'x' })).output).to.match(/content/);
        expect((await run('read_file', { path: 'missing' })).output).to.match(/ENOENT/);
    });
});
