import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sessionEnvironment } from '../process-environment';
import { unconfined } from '../../../sandbox/host/sandbox-api';
import { somePicture } from '../../testing/some-picture';
import { TestTerminals } from '../../testing/test-terminals';
import { SessionShell } from '../shell/session-shell';
import { SessionFolder } from './session-folder';
import { ToolResult } from './tool';
import { Toolbox } from './toolbox';

describe('tools of the Messages API runtime', function () {
    this.timeout(10_000);
    const toolbox = Toolbox.with({ shell: true, web: false });
    let root: string;
    let stop: AbortController;
    let shell: SessionShell | undefined;
    let added: string[];

    beforeEach(async () => {
        root = await realpath(await mkdtemp(join(tmpdir(), 'tools-')));
        stop = new AbortController();
        added = [];
        await writeFile(join(root, 'poem.txt'), 'one\ntwo\nthree\ntwo\n');
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    async function run(name: string, input: Record<string, unknown>): Promise<ToolResult> {
        const tool = toolbox.find(name);
        const environment = sessionEnvironment({ ...process.env, SECRET_TOKEN: 'secret' }, 'test-session');
        const folder = await SessionFolder.open(root, added);
        return toolbox.run(tool ?? expect.fail(`no ${name}`), input, {
            folder,
            environment,
            shell,
            confinement: unconfined({ kind: 'off' }),
            signal: stop.signal
        });
    }

    describe('bash', () => {
        let terminals: TestTerminals;

        beforeEach(async () => {
            terminals = await TestTerminals.open();
            const place = { sessionId: 'test-session', folder: root, title: 'Test' };
            shell = new SessionShell(terminals.shells, () => place);
        });
        afterEach(async () => {
            shell = undefined;
            await terminals.close();
        });

        it('tells an exit code or a signal, and both streams in order', async () => {
            const result = await run('bash', { command: 'echo one; echo two >&2; exit 3' });
            expect(result).to.deep.equal({ outcome: 'error', output: 'one\ntwo\nExit code 3' });
            expect((await run('bash', { command: 'kill -9 $$' })).output).to.equal('Exit code 137 (SIGKILL)');
            expect(await run('bash', { command: 'printf "one\ttwo\n\n"' })).to.deep.equal({
                outcome: 'done',
                output: 'one\ttwo'
            });
        });

        it('tells that the time was up, and what to do where a program asked', async () => {
            const { outcome, output } = await run('bash', { command: 'echo begun; cat', timeout_ms: 400 });
            expect(outcome).to.equal('error');
            expect(output).to.match(/^begun\nStopped after 400 ms\. If it waited for input, .*terminal\.$/);
        });

        it('tells that the person stopped it', async () => {
            setTimeout(() => stop.abort(), 400);
            expect(await run('bash', { command: 'echo begun; sleep 50' })).to.deep.equal({
                outcome: 'error',
                output: 'begun\nStopped by the user.'
            });
        });

        it('tells that its terminal was closed', async () => {
            const running = run('bash', { command: 'echo begun; sleep 50' });
            setTimeout(() => void shell?.end('ended on request'), 600);
            expect((await running).output).to.match(
                /^begun\nThe terminal was ended while the command ran \(ended on request\)/
            );
        });
    });

    it('has no tool for commands where there are no terminals', async () => {
        expect(Toolbox.with({ shell: false, web: false }).find('bash')).to.equal(undefined);
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

    it('shows a picture by what is in it and not by its name, says that one is too large, and reads no other bytes', async () => {
        const picture = somePicture(3, 2);
        await writeFile(join(root, 'sky.dat'), picture);
        await writeFile(join(root, 'large.png'), Buffer.concat([picture, Buffer.alloc(3_932_160)]));
        await writeFile(join(root, 'none.png'), Buffer.alloc(8));
        await writeFile(join(root, 'words.txt'), 'GIF89 is a format.');
        expect(await run('read_file', { path: 'sky.dat' })).to.deep.equal({
            outcome: 'done',
            output: '',
            pictures: [{ name: 'sky.dat', dataBase64: picture.toString('base64') }]
        });
        const { outcome, output } = await run('read_file', { path: 'large.png' });
        expect(outcome).to.equal('error');
        expect(output).to.match(/^large\.png is a picture of \d+ bytes; at most 3932160 can be shown/);
        expect((await run('read_file', { path: 'none.png' })).output).to.equal('none.png is not a text file.');
        expect((await run('read_file', { path: 'words.txt' })).output).to.equal('GIF89 is a format.');
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

    it('reads, writes, edits and finds in folders that were added, and nowhere else', async () => {
        const other = await realpath(await mkdtemp(join(tmpdir(), 'tools-added-')));
        try {
            await writeFile(join(other, 'song.txt'), 'la\nla two\n');
            const outside = await run('read_file', { path: join(other, 'song.txt') });
            expect(outside).to.deep.equal({
                outcome: 'error',
                output: `The path ${join(other, 'song.txt')} is outside the folders of this session.`
            });
            added = [other, join(other, 'not-there')];
            expect((await run('read_file', { path: join(other, 'song.txt') })).output).to.equal('la\nla two\n');
            const edit = { path: join(other, 'song.txt'), old_text: 'la two', new_text: 'la 2' };
            expect((await run('edit_file', edit)).output).to.equal(`Replaced 1 in ${join(other, 'song.txt')}.`);
            await run('write_file', { path: join(other, 'new/made.txt'), content: 'la 2' });
            const found = (await run('search', { pattern: 'two|la 2' })).output.split('\n');
            expect(found).to.have.members([
                'poem.txt:2:two',
                'poem.txt:4:two',
                `${join(other, 'song.txt')}:2:la 2`,
                `${join(other, 'new/made.txt')}:1:la 2`
            ]);
            expect((await run('search', { pattern: 'la', path: join(other, 'new') })).output).to.equal(
                `${join(other, 'new/made.txt')}:1:la 2`
            );
            expect((await run('write_file', { path: `${other}/../x`, content: '' })).output).to.match(/outside/);
        } finally {
            await rm(other, { recursive: true, force: true });
        }
    });
});
