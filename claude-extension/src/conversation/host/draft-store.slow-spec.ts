import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CallSurfaces } from 'dispatch-extension/lib/kernel/host/call-surfaces';
import { DispatchError } from 'dispatch-extension/lib/kernel/common/errors';
import { ClaudeSteeringRpc } from '../common/claude-steering-protocol';
import { MAX_DRAFT_CHARS, NO_DRAFT } from '../common/message-draft';
import { FakeSessionContext, SilentLog } from '../testing/fake-session-context';
import { DraftStore } from './draft-store';
import { SteeringService } from './steering-service';

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

    it('comes to all pages as a new version, and is refused where it is too long', async () => {
        const context = new FakeSessionContext(folder);
        const surfaces = new CallSurfaces();
        const drafts = new DraftStore(folder, new SilentLog());
        surfaces.serve(ClaudeSteeringRpc, new SteeringService(context, {} as never, {} as never, drafts));
        await surfaces.call('keepDraft', { version: 'version-one', draft: draftOf('one') });
        expect(context.info.detail).to.deep.equal({ draftVersion: 'version-one' });
        const tooLong = { version: 'version-two', draft: draftOf('a'.repeat(MAX_DRAFT_CHARS + 1)) };
        const refusal = await surfaces.call('keepDraft', tooLong).catch((error: DispatchError) => error.kind);
        expect([refusal, await surfaces.call('readDraft', {})]).to.deep.equal([
            'invalid-input',
            { version: 'version-one', draft: draftOf('one') }
        ]);
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
