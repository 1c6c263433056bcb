import { expect } from 'chai';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EncryptedVault } from './encrypted-vault';
import { VaultKeyStore } from './key-store-server';

describe('the key store', () => {
    let folder: string;
    const openStore = (): VaultKeyStore =>
        new VaultKeyStore(new EncryptedVault(join(folder, 'vault'), join(folder, 'key')));

    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), 'dispatch-vault-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('refuses a vault that was tampered with, rather than taking it for empty', async () => {
        await openStore().setPassword('git', 'ada', 'secret');
        const sealed = await readFile(join(folder, 'vault'));
        sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1;
        await writeFile(join(folder, 'vault'), sealed);
        const outcome = await openStore()
            .getPassword('git', 'ada')
            .then(
                () => 'was read',
                () => 'was refused'
            );
        expect(outcome).to.equal('was refused');
    });

    it('keeps passwords over a restart, and none of them in clear', async () => {
        await openStore().setPassword('git', 'ada', 'correct-horse');
        expect(await openStore().getPassword('git', 'ada')).to.equal('correct-horse');
        expect((await readFile(join(folder, 'vault'))).includes('correct-horse')).to.equal(false);
    });

    it('loses nothing when several are stored at once', async () => {
        const store = openStore();
        await Promise.all(['a', 'b', 'c', 'd'].map(account => store.setPassword('git', account, account)));
        expect(await store.keys('git')).to.have.members(['a', 'b', 'c', 'd']);
    });

    it('is for its owner alone', async () => {
        await openStore().setPassword('git', 'ada', 'secret');
        const modes = await Promise.all(
            ['vault', 'key'].map(async name => (await stat(join(folder, name))).mode & 0o777)
        );
        expect(modes).to.deep.equal([0o600, 0o600]);
    });

    it('takes names of object members for what they are: names', async () => {
        const store = openStore();
        expect(await store.getPassword('__proto__', 'toString')).to.equal(undefined);
        await store.setPassword('constructor', '__proto__', 'secret');
        expect(await openStore().getPassword('constructor', '__proto__')).to.equal('secret');
    });

    it('says whether there was something to delete', async () => {
        const store = openStore();
        await store.setPassword('git', 'ada', 'secret');
        expect([await store.deletePassword('git', 'ada'), await store.deletePassword('git', 'ada')]).to.deep.equal([
            true,
            false
        ]);
    });
});
