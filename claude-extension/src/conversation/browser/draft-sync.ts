import { Disposable } from '@theia/core/lib/common/disposable';
import { generateUuid } from '@theia/core/lib/common/uuid';
import { charsOf, isEmptyDraft, MAX_DRAFT_CHARS, MessageDraft } from '../common/message-draft';
import type { Draft } from './draft';
import type { SessionSteering } from './session-steering';

/** A person who writes on within this time is not written down yet, in ms. */
const KEEP_MS = 600;

/**
 * Keeps a draft the same on all pages of its person, wherever they are. The last writer wins; but what was written here and
 * is not kept yet is never written over. Methods never throw: what fails is tried again when the session is reached again,
 * and at the next letter; until then this browser has it.
 */
export class DraftSync implements Disposable {
    /** Longer than what a session keeps: it stays in this browser. */
    tooLong = false;
    /** The version of what this page has, or is about to have. */
    private version: string | undefined;
    /** The version that the session has, as far as this page was told. */
    private told: string | undefined;
    private hasRead = false;
    private wasEditedFirst = false;
    private isBusy = false;
    private isAskedAgain = false;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private readonly listener: Disposable;

    constructor(
        private readonly draft: Draft,
        private readonly session: Pick<SessionSteering, 'readDraft' | 'keepDraft'>,
        private readonly shownChanged: () => void
    ) {
        this.listener = draft.onDidEdit(() => this.edited());
    }

    /** The session can be reached, and has this version where that is known. */
    async seen(version?: string): Promise<void> {
        this.told = version ?? this.told;
        this.isAskedAgain = true;
        if (this.isBusy) {
            return;
        }
        this.isBusy = true;
        await this.draft.ready;
        while (this.isAskedAgain) {
            this.isAskedAgain = false;
            // what fails is done when it is asked for again: the session is reached, or something is written
            await this.step().catch(() => undefined);
        }
        this.isBusy = false;
    }

    /** Has what is still to be kept kept at once: the page goes. */
    dispose(): void {
        this.listener.dispose();
        if (this.timer !== undefined) {
            this.keepNow();
        }
    }

    private edited(): void {
        this.wasEditedFirst ||= !this.hasRead;
        clearTimeout(this.timer);
        // at once: what was sent here must not be sent from elsewhere again
        const pauseMs = isEmptyDraft(this.draft.content) ? 0 : KEEP_MS;
        this.timer = setTimeout(() => this.keepNow(), pauseMs);
    }

    private keepNow(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        void this.seen();
    }

    private async step(): Promise<void> {
        if (!this.hasRead) {
            await this.readFirst();
        } else if (!this.draft.unkept && this.told !== undefined && this.told !== this.version) {
            this.take(await this.session.readDraft());
        }
        if (this.draft.unkept && this.timer === undefined) {
            await this.keep();
        }
    }

    private async readFirst(): Promise<void> {
        const kept = await this.session.readDraft();
        this.hasRead = true;
        const { text, restoredText } = this.draft;
        if (this.wasEditedFirst && text && kept.draft.text && kept.draft.text !== restoredText) {
            // what was written here before the kept one had come goes on below it
            this.draft.replace(`${kept.draft.text}\n${text}`);
        } else {
            this.take(kept);
        }
    }

    private take({ version, draft }: { version?: string; draft: MessageDraft }): void {
        if (!this.draft.unkept) {
            this.version = version;
            this.draft.take(draft);
        }
    }

    private async keep(): Promise<void> {
        const { content } = this.draft;
        const tooLong = charsOf(content) > MAX_DRAFT_CHARS;
        if (tooLong !== this.tooLong) {
            this.tooLong = tooLong;
            this.shownChanged();
        }
        if (!tooLong) {
            // before the answer: all pages may be told of it first
            this.version = generateUuid();
            await this.session.keepDraft(this.version, content);
            this.draft.kept(content);
        }
    }
}
