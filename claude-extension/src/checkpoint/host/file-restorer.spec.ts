import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptFile, Snapshot } from '../domain/snapshot';
import { FileRestorer } from './file-restorer';
import { ByteFolder } from './path-bytes';

describe('file restorer', () => {
    const file: KeptFile = { kind: 'file', oid: 'a'.repeat(40), permissions: 0o644 };
    const snapshot = (...paths: string[]): Snapshot => ({
        files: new Map(paths.map(path => [path, file])),
        folders: new Map(),
        leftOut: new Map()
    });
    let folder: string;

    beforeEach(() => (folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'restorer-')))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    it('tells what it could not read and does not fail, so that what it did can be undone', async () => {
        fs.writeFileSync(join(folder, 'new'), 'new');
        const world = {
            folder: new ByteFolder(folder),
            readContents: async () => Promise.reject(new Error('git has ended')),
            isAsSeen: async () => true
        };
        const restorer = new FileRestorer(world, snapshot('old'), snapshot('new'));
        await restorer.restore([
            { path: 'old', before: file },
            { path: 'new', after: file }
        ]);
        expect(fs.readdirSync(folder)).to.deep.equal([]);
        expect(restorer.problems.map(({ path }) => path)).to.deep.equal(['old']);
        expect(restorer.restored).to.equal(1);
    });

    it('writes nothing through a link that a program puts into the place of a folder at that moment', async () => {
        const [work, outside] = [join(folder, 'work'), join(folder, 'outside')];
        fs.mkdirSync(join(work, 'sub'), { recursive: true });
        fs.mkdirSync(outside);
        const swap = (): void => {
            fs.renameSync(join(work, 'sub'), join(work, 'moved'));
            fs.symlinkSync(outside, join(work, 'sub'));
        };
        const racing: KeptFile = {
            ...file,
            get kind(): KeptFile['kind'] {
                // it is looked at just before something is written
                swap();
                return 'file';
            }
        };
        const world = {
            folder: new ByteFolder(work),
            readContents: async () => new Map([[file.oid, Buffer.from('planted')]]),
            isAsSeen: async () => true
        };
        const restorer = new FileRestorer(world, snapshot('sub/file'), snapshot());
        await restorer.restore([{ path: 'sub/file', before: racing }]);
        expect(fs.readdirSync(outside)).to.deep.equal([]);
        expect(fs.readdirSync(join(work, 'moved'))).to.deep.equal(['file']);
    });

    it('writes nothing where its folder itself is another one by now', async () => {
        const [work, outside] = [join(folder, 'work'), join(folder, 'outside')];
        fs.mkdirSync(outside);
        fs.symlinkSync(outside, work);
        const world = {
            folder: new ByteFolder(work),
            readContents: async () => new Map([[file.oid, Buffer.from('planted')]]),
            isAsSeen: async () => true
        };
        const restorer = new FileRestorer(world, snapshot('file', 'sub/file'), snapshot());
        await restorer.restore(['file', 'sub/file'].map(path => ({ path, before: file })));
        expect(fs.readdirSync(outside)).to.deep.equal([]);
        expect(restorer.problems.map(({ path }) => path)).to.deep.equal(['file', 'sub/file']);
    });
});
