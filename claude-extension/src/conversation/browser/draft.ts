import { z } from 'zod';
import { Disposable } from '@theia/core/lib/common/disposable';
import { Emitter } from '@theia/core/lib/common/event';
import { StorageService } from '@theia/core/lib/browser/storage-service';
import { isEmptyDraft, MessageDraft, WholeDraft } from '../common/message-draft';
import type { UserMessage } from '../domain/transcript';
import { splitContexts, withContexts } from '../domain/message-context';
import { DraftExtras } from './draft-extras';

/** What a message that was sent is made of. */
type SentMessage = Pick<UserMessage, 'text' | 'attachments'>;

/** As this browser keeps it. `unkept`: the session does not have it yet. Longer than what the session would keep, too. */
const Stored = WholeDraft.extend({ unkept: z.boolean() });
type Stored = z.infer<typeof Stored>;

const SAVE_MS = 300;

/**
 * What a person is writing, kept over reloads in this browser, and by `DraftSync` with the session. The input field is the
 * owner of the text while it is shown.
 */
export class Draft implements Disposable {
    text = '';
    /** Pictures and texts that go with it. */
    readonly extras = new DraftExtras(() => this.extrasChanged());
    /** What this browser had kept, where that was shown. */
    restoredText = '';
    /** It has changed here since the session was given it. */
    unkept = false;
    /** Resolves when what this browser has kept is here. */
    readonly ready: Promise<void>;
    private readonly replaced = new Emitter<void>();
    /** It was changed by someone other than the input field, which shows it. */
    readonly onDidReplace = this.replaced.event;
    private readonly edited = new Emitter<void>();
    /** The person changed it, on this page. */
    readonly onDidEdit = this.edited.event;
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(
        private readonly storage: StorageService,
        private readonly storageKey: string
    ) {
        this.ready = this.restore();
    }

    get content(): MessageDraft {
        return { text: this.text, attachments: [...this.extras.attachments], contexts: [...this.extras.contexts] };
    }

    /** The input field tells what is in it. */
    update(text: string): void {
        if (text !== this.text) {
            this.text = text;
            this.edit();
        }
    }

    /** Puts a text into the input field. */
    replace(text: string): void {
        this.update(text);
        this.replaced.fire();
    }

    /** Puts what was sent before back into the input, with what went with it. */
    bringBack({ text, attachments = [] }: SentMessage): void {
        const sent = splitContexts(text);
        sent.contexts.forEach(context => this.extras.addContext(context));
        attachments.forEach(attachment => this.extras.attach(attachment));
        this.replace(sent.text);
    }

    /** Whether nothing is in the input but what was sent before, as {@link bringBack} puts it there. */
    holds({ text }: SentMessage): boolean {
        return withContexts(this.text, this.extras.contexts) === text;
    }

    /** Empties the input. */
    clear(): void {
        this.extras.clear();
        this.replace('');
    }

    /** What the session has, which another page wrote. */
    take(content: MessageDraft): void {
        if (JSON.stringify(content) !== JSON.stringify(this.content)) {
            this.hold(content);
            this.save();
            this.replaced.fire();
        }
    }

    /** The session has this content now; what was written since is still to be kept. */
    kept(content: MessageDraft): void {
        this.unkept = JSON.stringify(content) !== JSON.stringify(this.content);
        this.save();
    }

    /** Saves what is not saved yet. */
    dispose(): void {
        if (this.timer !== undefined) {
            this.save();
        }
        this.replaced.dispose();
        this.edited.dispose();
    }

    private extrasChanged(): void {
        this.edit();
        this.replaced.fire();
    }

    private edit(): void {
        this.unkept = true;
        clearTimeout(this.timer);
        if (this.text) {
            this.timer = setTimeout(() => this.save(), SAVE_MS);
        } else {
            // at once: what was just sent must not come back with a page that is loaded again
            this.save();
        }
        this.edited.fire();
    }

    private hold({ text, attachments, contexts }: MessageDraft): void {
        this.text = text;
        this.extras.restore({ attachments, contexts });
    }

    private save(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        const { content, unkept } = this;
        const stored: Stored | undefined = unkept || !isEmptyDraft(content) ? { ...content, unkept } : undefined;
        void this.storage.setData(this.storageKey, stored);
    }

    private async restore(): Promise<void> {
        const stored = Stored.safeParse(await this.storage.getData(this.storageKey));
        if (stored.success && !this.unkept) {
            this.hold(stored.data);
            this.restoredText = this.text;
            this.unkept = stored.data.unkept;
            this.replaced.fire();
        }
    }
}
