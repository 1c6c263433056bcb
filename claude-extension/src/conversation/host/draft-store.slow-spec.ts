import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { NO_DRAFT } from '../common/message-draft';
import { SilentLog } from '../testing/fake-session-context';
import { DraftStore } from './draft-store';

describe('the draft of a session, on a disk', () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), 'draft-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const draftOf = (text: string) => ({ ...NO_DRAFT, text });

    it('is that of the last writer, also for the next session host', async () => {
        const store = new DraftStore(folder, new SilentLog());
        expect(await store.read()).to.deep.equal({ draft: NO_DRAFT });
        await Promise.all(['one', 'two', 'three'].map(text => store.keep(`version-${text}`, draftOf(text))));
        const expected = { version: 'version-three', draft: draftOf('three') };
        expect(await store.read()).to.deep.equal(expected);
        expect(await new DraftStore(folder, new SilentLog()).read()).to.deep.equal(expected);
        expect(await readdir(folder)).to.deep.equal(['draft.json']);
    });

    it('is nothing where its file cannot be read, and can be kept again', async () => {
        const store = new DraftStore(folder, new SilentLog());
        await writeFile(join(folder, 'draft.json'), '{"version":');
        expect(await store.read()).to.deep.equal({ draft: NO_DRAFT });
        await store.keep('version-next', draftOf('next'));
        expect((await store.read()).draft.text).to.equal('next');
    });

    it('stays as it was where the next one cannot be kept', async () => {
        const store = new DraftStore(join(folder, 'gone'), new SilentLog());
        const failed = await store.keep('version-one', draftOf('one')).then(
            () => false,
            () => true
        );
        expect([failed, await store.read()]).to.deep.equal([true, { draft: NO_DRAFT }]);
    });
});
