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

    beforeEach(() => (folder = fs.mkdtempSync(join(tmpdir(), 'restorer-'))));
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
});
