import { expect } from 'chai';
import type { StorageService } from '@theia/core/lib/browser/storage-service';
import { NO_DRAFT } from '../common/message-draft';
import { withContexts } from '../domain/message-context';
import { Draft } from './draft';

describe('draft', () => {
    it('is forgotten the moment it is sent (a page loaded again at once brought it back)', () => {
        const { storage, stored } = fakeStorage();
        const draft = new Draft(storage, 'draft');
        draft.update('hello');
        draft.dispose();
        expect(stored.get('draft')).to.deep.equal({ ...NO_DRAFT, text: 'hello', unkept: true });
        draft.update('');
        expect(stored.get('draft')).to.deep.equal({ ...NO_DRAFT, unkept: true });
        draft.kept(NO_DRAFT);
        expect(stored.get('draft')).to.equal(undefined);
    });

    it('takes back what was sent with what went with it (a fork showed its markup, and forgot the pictures)', () => {
        const draft = new Draft(fakeStorage().storage, 'draft');
        const contexts = [{ label: 'greet.ts:1-3', text: 'export function greet() {}' }];
        const attachment = {
            attachmentId: 'a'.repeat(64),
            name: 'dot.png',
            mediaType: 'image/png',
            sizeBytes: 1
        } as const;
        const sent = { text: withContexts('Make it kinder', contexts), attachments: [attachment] };
        expect(draft.holds(sent)).to.equal(false);
        draft.bringBack(sent);
        expect(draft.text).to.equal('Make it kinder');
        expect(draft.extras.contexts).to.deep.equal(contexts);
        expect(draft.extras.attachments).to.deep.equal([attachment]);
        expect(draft.holds(sent)).to.equal(true);
        draft.clear();
        expect([draft.text, draft.extras.contexts, draft.extras.attachments]).to.deep.equal(['', [], []]);
    });
});

function fakeStorage(): { storage: StorageService; stored: Map<string, unknown> } {
    const stored = new Map<string, unknown>();
    const storage: StorageService = {
        setData: async (key, data) => void stored.set(key, data),
        getData: async <T>(key: string, otherwise?: T) => (stored.get(key) as T | undefined) ?? (otherwise as T)
    };
    return { storage, stored };
}
