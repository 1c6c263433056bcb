import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PluginFolders } from './plugin-folders';

describe('folders of plugins', () => {
    let root: string;
    let reported: string[];
    beforeEach(async () => {
        reported = [];
        root = await mkdtemp(join(tmpdir(), 'dispatch-plugins-'));
        for (const folder of ['product/builtin/git', 'own/hello', 'own/.hidden', 'vsix/extension']) {
            await mkdir(join(root, folder), { recursive: true });
        }
        await writeFile(join(root, 'own/notes.txt'), '');
        await writeFile(join(root, 'vsix/extension/package.json'), '{}');
        const script = "import sys,shutil; shutil.make_archive(sys.argv[1], 'zip', sys.argv[2])";
        execFileSync('python3', ['-c', script, join(root, 'packed'), join(root, 'vsix')]);
    });
    afterEach(() => rm(root, { recursive: true }));

    it('counts those below the product as built in, and others as the person’s own', async () => {
        const context = { systemEntries: [] as string[], userEntries: [] as string[] };
        await folders().onWillStart(context);
        expect(context).to.deep.equal({
            systemEntries: [`dispatch-folder:${root}/product/builtin`],
            userEntries: [`dispatch-folder:${root}/own`]
        });
    });

    it('takes folders for plugins, and passes over other files and hidden folders', async () => {
        expect(Object.keys(await resolved(`${root}/own`))).to.deep.equal(['hello']);
    });

    it('survives a folder that is not there', async () => {
        expect(await resolved(`${root}/nowhere`)).to.deep.equal({});
    });

    it('unpacks a .vsix, and again when it changed, and keeps nothing of one that is gone', async () => {
        const vsix = join(root, 'own/tool.vsix');
        execFileSync('cp', [join(root, 'packed.zip'), vsix]);
        const first = (await resolved(`${root}/own`))['tool.vsix'] ?? '';
        expect(await readdir(join(first, 'extension'))).to.deep.equal(['package.json']);
        await utimes(vsix, 1, 1);
        const second = (await resolved(`${root}/own`))['tool.vsix'];
        expect(second).not.to.equal(first);
        await rm(vsix);
        await resolved(`${root}/own`);
        expect(await readdir(join(root, 'unpacked'))).to.deep.equal([]);
    });

    it('passes over a .vsix that is none, says so, and takes the others (all of them were left out)', async () => {
        const whole = await readFile(join(root, 'packed.zip'));
        await writeFile(join(root, 'own/broken.vsix'), whole.subarray(0, whole.length / 2));
        execFileSync('cp', [join(root, 'packed.zip'), join(root, 'own/tool.vsix')]);
        expect(Object.keys(await resolved(`${root}/own`)).sort()).to.deep.equal(['hello', 'tool.vsix']);
        expect(reported).to.deep.equal([join(root, 'own/broken.vsix')]);
    });

    function folders(): PluginFolders {
        return new PluginFolders({
            folders: [`${root}/product/builtin`, `${root}/own`],
            unpackFolder: join(root, 'unpacked'),
            productFolder: join(root, 'product'),
            report: file => reported.push(file)
        });
    }

    async function resolved(folder: string): Promise<Record<string, string>> {
        const plugins: Record<string, string> = {};
        await folders().resolve({
            addPlugin: (id, path) => (plugins[id] = path),
            getPlugins: () => [],
            getOriginId: () => `dispatch-folder:${folder}`
        });
        return plugins;
    }
});
