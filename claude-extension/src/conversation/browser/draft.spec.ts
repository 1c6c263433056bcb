import { expect } from 'chai';
import type { StorageService } from '@theia/core/lib/browser/storage-service';
import { Draft } from './draft';

describe('draft', () => {
    it('is forgotten the moment it is sent (a page loaded again at once brought it back)', () => {
        const { storage, stored } = fakeStorage();
        const draft = new Draft(storage, 'draft');
        draft.update('hello');
        draft.dispose();
        expect(stored.get('draft')).to.equal('hello');
        draft.update('');
        expect(stored.get('draft')).to.equal(undefined);
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
