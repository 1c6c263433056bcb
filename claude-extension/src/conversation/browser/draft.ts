import { Disposable } from '@theia/core/lib/common/disposable';
import { Emitter } from '@theia/core/lib/common/event';
import { StorageService } from '@theia/core/lib/browser/storage-service';
import type { UserMessage } from '../domain/transcript';
import { splitContexts, withContexts } from '../domain/message-context';
import { DraftExtras } from './draft-extras';

/** What a message that was sent is made of. */
type SentMessage = Pick<UserMessage, 'text' | 'attachments'>;

const SAVE_MS = 300;

/** What a person is writing, kept over reloads. The input field is the owner while it is shown. */
export class Draft implements Disposable {
    text = '';
    private readonly replaced = new Emitter<void>();
    /** The text was changed by someone other than the input field, which shows it. */
    readonly onDidReplace = this.replaced.event;
    /** Pictures and texts that go with it. */
    readonly extras: DraftExtras;
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(
        private readonly storage: StorageService,
        private readonly storageKey: string
    ) {
        this.extras = new DraftExtras(storage, `${storageKey}:extras`, () => this.replaced.fire());
        void this.restore();
    }

    /** The input field tells what is in it. */
    update(text: string): void {
        this.text = text;
        clearTimeout(this.timer);
        if (text) {
            this.timer = setTimeout(() => this.save(), SAVE_MS);
        } else {
            // at once: what was just sent must not come back with a page that is loaded again
            this.save();
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

    /** Saves what is not saved yet. */
    dispose(): void {
        if (this.timer !== undefined) {
            this.save();
        }
        this.replaced.dispose();
    }

    private save(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        void this.storage.setData(this.storageKey, this.text || undefined);
    }

    private async restore(): Promise<void> {
        const stored = await this.storage.getData<string>(this.storageKey, '');
        if (stored && !this.text) {
            this.text = stored;
            this.replaced.fire();
        }
    }
}
