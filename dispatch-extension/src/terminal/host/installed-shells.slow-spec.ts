import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { installedShells } from './installed-shells';

describe('installed shells', () => {
    let folder: string;

    before(async () => {
        folder = await fs.mkdtemp(join(tmpdir(), 'dispatch-shells-'));
        await fs.mkdir(join(folder, 'elsewhere'));
        await fs.writeFile(join(folder, 'bash'), '', { mode: 0o755 });
        await fs.writeFile(join(folder, 'zsh'), '', { mode: 0o644 });
        await fs.writeFile(join(folder, 'elsewhere', 'fish'), '', { mode: 0o755 });
        await fs.writeFile(join(folder, 'list'), `# shells\n${folder}/elsewhere/fish\n${folder}/elsewhere/sh\n`);
    });

    after(() => fs.rm(folder, { recursive: true }));

    it('are those on the path and those of the list that can be run', async () => {
        expect(await installedShells(folder, join(folder, 'list'))).to.deep.equal([
            { name: 'bash', path: join(folder, 'bash') },
            { name: 'fish', path: join(folder, 'elsewhere', 'fish') }
        ]);
    });

    it('are found without the list', async () => {
        expect(await installedShells(folder, join(folder, 'missing'))).to.deep.equal([
            { name: 'bash', path: join(folder, 'bash') }
        ]);
    });
});
