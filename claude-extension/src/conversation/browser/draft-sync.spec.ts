import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { StorageService } from '@theia/core/lib/browser/storage-service';
import { MAX_DRAFT_CHARS, MessageDraft, NO_DRAFT } from '../common/message-draft';
import { Draft } from './draft';
import { DraftSync } from './draft-sync';

/** Longer than the pause after which what is written is kept; in ms. */
const KEPT_MS = 750;

/** The session of all pages. */
class SharedDraft {
    version: string | undefined;
    draft: MessageDraft = NO_DRAFT;
    reached = true;
    /** What a page is kept waiting for. */
    delay: Promise<void> = Promise.resolve();
    readonly pages: BrowserPage[] = [];

    async readDraft(): Promise<{ version?: string; draft: MessageDraft }> {
        await this.reach();
        return { version: this.version, draft: this.draft };
    }

    async keepDraft(version: string, draft: MessageDraft): Promise<void> {
        await this.reach();
        Object.assign(this, { version, draft });
        this.pages.forEach(page => void page.sync.seen(version));
    }

    private async reach(): Promise<void> {
        await this.delay;
        if (!this.reached) {
            throw new Error('not reached');
        }
    }
}

/** One page of a browser, with the storage of that browser. */
class BrowserPage {
    readonly draft: Draft;
    readonly sync: DraftSync;

    constructor(
        session: SharedDraft,
        readonly stored = new Map<string, unknown>()
    ) {
        const storage: StorageService = {
            setData: async (key, data) => void stored.set(key, data && structuredClone(data)),
            getData: async <T>(key: string, otherwise?: T) => (stored.get(key) as T | undefined) ?? (otherwise as T)
        };
        this.draft = new Draft(storage, 'draft');
        this.sync = new DraftSync(this.draft, session, () => undefined);
        session.pages.push(this);
    }

    /** Loads it again, as the person would. */
    static async open(session: SharedDraft, stored?: Map<string, unknown>): Promise<BrowserPage> {
        const page = new BrowserPage(session, stored);
        await page.sync.seen(session.version);
        return page;
    }

    close(): void {
        this.sync.dispose();
        this.draft.dispose();
    }
}

describe('the draft of a session on several pages', () => {
    let session: SharedDraft;
    beforeEach(() => (session = new SharedDraft()));
    afterEach(() => session.pages.forEach(page => page.close()));

    it('is the same on a page that is opened later, in another browser, and on one that is open', async () => {
        const [one, open] = [await BrowserPage.open(session), await BrowserPage.open(session)];
        one.draft.extras.addContext({ label: 'a.ts', text: 'code' });
        one.draft.update('half a thought');
        await sleep(KEPT_MS);
        const other = await BrowserPage.open(session);
        const expected = { text: 'half a thought', attachments: [], contexts: [{ label: 'a.ts', text: 'code' }] };
        expect([other, open].map(({ draft }) => draft.content)).to.deep.equal([expected, expected]);
        expect([one, other, open].map(({ draft }) => draft.unkept)).to.deep.equal([false, false, false]);
    });

    it('is gone everywhere the moment it was sent from one of them', async () => {
        const [one, other] = [await BrowserPage.open(session), await BrowserPage.open(session)];
        one.draft.update('to be sent');
        await sleep(KEPT_MS);
        other.draft.clear();
        await sleep(20);
        expect([one.draft.text, session.draft]).to.deep.equal(['', NO_DRAFT]);
    });

    it('is never taken from under the hands of somebody who is writing; who writes last is kept', async () => {
        const [one, other] = [await BrowserPage.open(session), await BrowserPage.open(session)];
        one.draft.update('written here');
        await sleep(KEPT_MS - 300);
        other.draft.update('written there');
        await sleep(300);
        expect([session.draft.text, other.draft.text]).to.deep.equal(['written here', 'written there']);
        await sleep(KEPT_MS);
        expect([session.draft.text, one.draft.text]).to.deep.equal(['written there', 'written there']);
    });

    it('waits in its browser while the session cannot be reached, also over a reload', async () => {
        const one = await BrowserPage.open(session);
        session.reached = false;
        one.draft.update('offline');
        await sleep(KEPT_MS);
        expect([session.draft.text, one.draft.unkept]).to.deep.equal(['', true]);
        one.close();
        const again = await BrowserPage.open(session, one.stored);
        expect(again.draft.text).to.equal('offline');
        session.reached = true;
        await again.sync.seen(session.version);
        expect([session.draft.text, again.draft.unkept]).to.deep.equal(['offline', false]);
    });

    it('does not come back where it was sent before the session could be told', async () => {
        const one = await BrowserPage.open(session);
        one.draft.update('to be sent');
        await sleep(KEPT_MS);
        session.reached = false;
        one.draft.clear();
        await sleep(20);
        one.close();
        session.reached = true;
        const again = await BrowserPage.open(session, one.stored);
        expect([again.draft.text, session.draft.text]).to.deep.equal(['', '']);
    });

    it('stands above what was written before it had come', async () => {
        const one = await BrowserPage.open(session);
        one.draft.update('kept before');
        await sleep(KEPT_MS);
        let arrive = (): void => undefined;
        session.delay = new Promise(resolve => (arrive = resolve));
        const opening = BrowserPage.open(session);
        const late = session.pages[session.pages.length - 1];
        late.draft.update('quick');
        arrive();
        await opening;
        expect(late.draft.text).to.equal('kept before\nquick');
        await sleep(KEPT_MS);
        expect(session.draft.text).to.equal('kept before\nquick');
    });

    it('stays in its browser, and says so, when it is too long to be kept', async () => {
        const one = await BrowserPage.open(session);
        one.draft.update('a'.repeat(MAX_DRAFT_CHARS + 1));
        await sleep(KEPT_MS);
        expect([one.sync.tooLong, session.draft]).to.deep.equal([true, NO_DRAFT]);
        one.close();
        const again = await BrowserPage.open(session, one.stored);
        expect(again.draft.text).to.have.length(MAX_DRAFT_CHARS + 1);
        again.draft.update('short');
        await sleep(KEPT_MS);
        expect([again.sync.tooLong, session.draft.text]).to.deep.equal([false, 'short']);
    });

    it('is kept at once when the view is closed', async () => {
        const one = await BrowserPage.open(session);
        one.draft.update('closing');
        one.close();
        await sleep(20);
        expect(session.draft.text).to.equal('closing');
    });
});
