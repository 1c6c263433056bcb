import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SessionFolder } from './session-folder';

/** Puts a link that leads outside in the place of a folder, and the folder back, as fast as it can. */
const SWAPPER = `
const fs = require('node:fs');
for (;;) {
    fs.renameSync('deep', 'away');
    fs.symlinkSync('../inside-not', 'deep');
    fs.unlinkSync('deep');
    fs.renameSync('away', 'deep');
}
`;

describe('folder of a session', () => {
    let root: string;
    let folder: SessionFolder;

    beforeEach(async () => {
        root = await realpath(await mkdtemp(join(tmpdir(), 'folder-')));
        await mkdir(join(root, 'inside/deep'), { recursive: true });
        await mkdir(join(root, 'inside-not'));
        await writeFile(join(root, 'secret'), 'secret');
        await writeFile(join(root, 'inside-not/secret'), 'secret');
        await writeFile(join(root, 'inside/known'), 'known');
        await symlink('../secret', join(root, 'inside/link-to-file'));
        await symlink('..', join(root, 'inside/link-to-folder'));
        await symlink('../made-by-link', join(root, 'inside/link-to-nothing'));
        await symlink('known', join(root, 'inside/link-inside'));
        folder = await SessionFolder.open(join(root, 'inside'));
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    for (const path of [
        '../secret',
        '/etc/passwd',
        'deep/../../secret',
        '../inside-not/secret',
        'link-to-file',
        'link-to-folder/secret',
        '/proc/self/root/etc/passwd',
        'a\0b'
    ]) {
        it(`neither reads nor writes ${JSON.stringify(path)}`, async () => {
            await expectOutside(folder.read(path));
            await expectOutside(folder.write(path, 'changed'));
            expect(await readFile(join(root, 'secret'), 'utf8')).to.equal('secret');
        });
    }

    it('makes nothing outside by a link in the middle of the path', async () => {
        await expectOutside(folder.write('link-to-folder/new/made', 'changed'));
        expect(await readdir(root)).to.have.members(['inside', 'inside-not', 'secret']);
    });

    it('replaces a link that leads nowhere by a file, and does not follow it', async () => {
        await folder.write('link-to-nothing', 'text');
        expect(await readdir(root)).to.have.members(['inside', 'inside-not', 'secret']);
        expect(await readFile(join(root, 'inside/link-to-nothing'), 'utf8')).to.equal('text');
    });

    it('follows a link that stays inside, for reading and for writing', async () => {
        expect(await folder.read('link-inside')).to.equal('known');
        await folder.write('link-inside', 'changed');
        expect(await readFile(join(root, 'inside/known'), 'utf8')).to.equal('changed');
    });

    it('reads and writes what is inside, makes missing folders, and keeps the mode', async () => {
        await writeFile(join(root, 'inside/run.sh'), 'echo', { mode: 0o750 });
        await folder.write('run.sh', 'echo hello');
        await folder.write(join(root, 'inside/new/deeper/file'), 'text');
        expect((await stat(join(root, 'inside/run.sh'))).mode & 0o777).to.equal(0o750);
        expect(await folder.read('new/deeper/file')).to.equal('text');
        expect(await readdir(join(root, 'inside/new/deeper'))).to.deep.equal(['file']);
    });

    it('is not led outside by a folder that is swapped for a link between the look and the deed', async () => {
        await writeFile(join(root, 'inside/deep/secret'), 'fine');
        const swapping = spawn(process.execPath, ['-e', SWAPPER], { cwd: join(root, 'inside'), stdio: 'ignore' });
        const ended = once(swapping, 'exit');
        const read = new Set<string>();
        try {
            for (const endAt = performance.now() + 2_000; performance.now() < endAt;) {
                const reads = [1, 2, 3, 4].map(() => folder.read('deep/secret').catch(() => 'refused'));
                (await Promise.all(reads)).forEach(text => read.add(text));
            }
            for (const endAt = performance.now() + 2_000; performance.now() < endAt;) {
                const writes = ['deep/made', 'deep/new/made'].map(path => folder.write(path, 'text'));
                await Promise.allSettled(writes);
            }
        } finally {
            swapping.kill('SIGKILL');
            await ended;
        }
        expect([...read].sort()).to.deep.equal(['fine', 'refused']);
        expect(await readdir(join(root, 'inside-not'))).to.deep.equal(['secret']);
    }).timeout(20_000);

    it('does not hang on a pipe, and refuses folders and binary files', async () => {
        execFileSync('mkfifo', [join(root, 'inside/pipe')]);
        await writeFile(join(root, 'inside/binary'), Buffer.from([1, 0, 2]));
        for (const [path, why] of [
            ['pipe', /not a file/],
            ['deep', /not a file/],
            ['binary', /not a text file/]
        ] as const) {
            await folder.read(path).then(
                () => expect.fail(`${path} was read`),
                (error: Error) => expect(error.message).to.match(why)
            );
        }
    });
});

async function expectOutside(refused: Promise<unknown>): Promise<void> {
    await refused.then(
        () => expect.fail('it was allowed'),
        (error: { code?: string }) => expect(error.code).to.equal('claude.outside-folder')
    );
}
