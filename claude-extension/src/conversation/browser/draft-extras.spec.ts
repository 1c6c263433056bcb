import { expect } from 'chai';
import type { StorageService } from '@theia/core/lib/browser/storage-service';
import { DraftExtras } from './draft-extras';

class MemoryStorage implements StorageService {
    readonly stored = new Map<string, string>();
    async setData<T>(key: string, data?: T): Promise<void> {
        if (data === undefined) {
            this.stored.delete(key);
        } else {
            this.stored.set(key, JSON.stringify(data));
        }
    }
    async getData<T>(key: string): Promise<T | undefined> {
        return JSON.parse(this.stored.get(key) ?? 'null') ?? undefined;
    }
}

const picture = { attachmentId: 'a'.repeat(64), name: 'a.png', mediaType: 'image/png', sizeBytes: 3 } as const;

describe('what goes with a message that is being written', () => {
    it('is there again after a reload, and gone when it was sent', async () => {
        const storage = new MemoryStorage();
        const extras = new DraftExtras(storage, 'key', () => undefined);
        extras.attach(picture);
        extras.addContext({ label: 'a.ts:1-2', text: 'code' });
        let told = 0;
        const reloaded = new DraftExtras(storage, 'key', () => told++);
        await Promise.resolve();
        await Promise.resolve();
        expect([reloaded.attachments, reloaded.contexts, told]).to.deep.equal([
            [picture],
            [{ label: 'a.ts:1-2', text: 'code' }],
            1
        ]);
        reloaded.clear();
        expect([reloaded.attachments, reloaded.contexts, storage.stored.size]).to.deep.equal([[], [], 0]);
    });

    it('holds nothing twice, and what was taken out is out', () => {
        const extras = new DraftExtras(new MemoryStorage(), 'key', () => undefined);
        extras.attach(picture);
        extras.attach(picture);
        extras.addContext({ label: 'x', text: 'old' });
        extras.addContext({ label: 'x', text: 'new' });
        expect([extras.attachments, extras.contexts]).to.deep.equal([[picture], [{ label: 'x', text: 'new' }]]);
        extras.detach(picture.attachmentId);
        extras.removeContext('x');
        expect([extras.attachments, extras.contexts]).to.deep.equal([[], []]);
    });
});
