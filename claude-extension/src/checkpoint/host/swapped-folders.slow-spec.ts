import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointRules } from '../common/checkpoint-protocol';
import { KeptFile, Snapshot } from '../domain/snapshot';
import { treeOf } from '../testing/tree-of-files';
import { readFound } from './file-reader';
import { FileRestorer } from './file-restorer';
import { scanFolder } from './folder-scan';
import { ByteFolder } from './path-bytes';

/** As many at the least; each test goes on until it has had every moment. */
const FEWEST_MOMENTS = 8;

/** A folder in which somebody swaps `outer` for a link to elsewhere, right before the path of one moment is used. */
class SwappedFolder extends ByteFolder {
    private asked = 0;

    constructor(
        root: string,
        private readonly swapAt: number
    ) {
        super(join(root, 'work'));
    }

    get wasSwapped(): boolean {
        return this.asked > this.swapAt;
    }

    override at(path: string): Buffer {
        if (this.asked++ === this.swapAt) {
            fs.renameSync(join(this.folder, 'outer'), join(this.folder, '..', 'moved'));
            fs.symlinkSync('../elsewhere', join(this.folder, 'outer'));
        }
        return super.at(path);
    }
}

describe('a folder that is swapped for a link while a checkpoint looks or a rewind writes (a link was followed)', function () {
    this.timeout(60_000);
    let root: string;

    beforeEach(() => (root = fs.mkdtempSync(join(tmpdir(), 'swapped-'))));
    afterEach(() => fs.rmSync(root, { recursive: true }));

    /** What is in the folder and what is not to be reached have the same names. */
    function fill(): void {
        fs.rmSync(root, { recursive: true });
        for (const [folder, text] of [
            ['work/outer', 'ours'],
            ['elsewhere', 'a secret']
        ]) {
            fs.mkdirSync(join(root, folder, 'inner'), { recursive: true });
            fs.writeFileSync(join(root, folder, 'inner', 'file'), text);
            fs.writeFileSync(join(root, folder, 'inner', 'large'), text.repeat(60_000));
            fs.symlinkSync(`leads to ${text}`, join(root, folder, 'inner', 'link'));
        }
        fs.writeFileSync(join(root, 'elsewhere', 'inner', 'id_secret'), 'a secret');
    }

    it('reads nothing and names nothing that is not in the folder, whenever that happens', async () => {
        const rules = CheckpointRules.parse({});
        let moment = 0;
        for (let wasSwapped = true; wasSwapped; moment++) {
            fill();
            const folder = new SwappedFolder(root, moment);
            const scan = await scanFolder(folder, { rules, isKept: () => false, isAboveKept: () => false });
            const found = [...scan.files].filter(([path]) => path !== 'outer');
            expect([...scan.files.keys(), ...scan.leftOut.keys()].join(), `${moment}`).to.not.contain('id_secret');
            for (const [path, file] of found) {
                const content = await readFound(folder, path, file);
                expect(content?.toString() ?? '', `${path} at ${moment}`).to.not.contain('secret');
            }
            wasSwapped = folder.wasSwapped;
        }
        expect(moment).to.be.above(FEWEST_MOMENTS);
    });

    it('changes nothing that is not in the folder, whenever that happens', async () => {
        const file = (oid: string): KeptFile => ({ kind: 'file', oid, permissions: 0o777 });
        const snapshot = (oid: string, extra: string, permissions: number): Snapshot => ({
            files: new Map(['file', 'link', 'large', extra].map(name => [`outer/inner/${name}`, file(oid)])),
            folders: new Map([
                ['outer', permissions],
                ['outer/inner', permissions],
                [`outer/${extra}-folder`, permissions]
            ]),
            leftOut: new Map()
        });
        const [target, present] = [snapshot('then', 'made', 0o777), snapshot('now', 'id_secret', 0o755)];
        let moment = 0;
        for (let wasSwapped = true; wasSwapped; moment++) {
            fill();
            fs.mkdirSync(join(root, 'elsewhere', 'id_secret-folder'));
            const elsewhere = treeOf(join(root, 'elsewhere'));
            const folder = new SwappedFolder(root, moment);
            const world = {
                folder,
                readContents: async () => new Map([['then', Buffer.from('planted')]]),
                isAsSeen: async () => true
            };
            const restorer = new FileRestorer(world, target, present);
            await restorer.restore([
                { path: 'outer/inner/id_secret', after: file('now') },
                { path: 'outer/inner/file', before: file('then'), after: file('now') },
                { path: 'outer/inner/made', before: file('then') }
            ]);
            await restorer.removeFolders();
            await restorer.restoreFolders();
            await restorer.closeFolders();
            expect(treeOf(join(root, 'elsewhere')), `${moment}`).to.deep.equal(elsewhere);
            wasSwapped = folder.wasSwapped;
        }
        expect(moment).to.be.above(FEWEST_MOMENTS);
    });
});
