import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StructuredLog } from 'dispatch-extension/lib/kernel/host/structured-log';
import { MessageDraft, NO_DRAFT } from '../common/message-draft';

const Kept = z.object({ version: z.string(), draft: MessageDraft });
type Kept = z.infer<typeof Kept>;

/** What a person is writing in one session, in a file of the session's own folder. The last writer wins. */
export class DraftStore {
    private readonly file: string;
    private last: Promise<void> = Promise.resolve();

    constructor(
        storageFolder: string,
        private readonly log: StructuredLog
    ) {
        this.file = join(storageFolder, 'draft.json');
    }

    /** What was kept last, whoever is still writing; nothing where that cannot be read. */
    async read(): Promise<Partial<Kept> & { draft: MessageDraft }> {
        await this.last;
        const text = await readFile(this.file, 'utf8').catch(() => undefined);
        if (text === undefined) {
            return { draft: NO_DRAFT };
        }
        try {
            return Kept.parse(JSON.parse(text));
        } catch (error) {
            this.log.warn('claude.draft-unreadable', { error });
            return { draft: NO_DRAFT };
        }
    }

    /** Drafts are kept one after the other, in the order in which they came. Fails as the disk does; what was kept then stays. */
    keep(version: string, draft: MessageDraft): Promise<void> {
        const kept = this.last.then(() => this.write({ version, draft }));
        this.last = kept.catch(() => undefined);
        return kept;
    }

    private async write(kept: Kept): Promise<void> {
        const unfinished = `${this.file}.part`;
        await writeFile(unfinished, JSON.stringify(kept), { mode: 0o600 });
        await rename(unfinished, this.file);
    }
}
