import { StorageService } from '@theia/core/lib/browser/storage-service';
import type { MessageAttachment } from '../common/claude-events';
import type { MessageContext } from '../domain/message-context';

interface Extras {
    readonly attachments: readonly MessageAttachment[];
    readonly contexts: readonly MessageContext[];
}

const NONE: Extras = { attachments: [], contexts: [] };

/** What goes with the message that a person is writing, kept over reloads as its text is. */
export class DraftExtras {
    private extras = NONE;

    constructor(
        private readonly storage: StorageService,
        private readonly storageKey: string,
        private readonly changed: () => void
    ) {
        void this.restore();
    }

    get attachments(): readonly MessageAttachment[] {
        return this.extras.attachments;
    }

    get contexts(): readonly MessageContext[] {
        return this.extras.contexts;
    }

    /** The same picture twice is one picture. */
    attach(attachment: MessageAttachment): void {
        const { attachments } = this.extras;
        if (!attachments.some(({ attachmentId }) => attachmentId === attachment.attachmentId)) {
            this.set({ ...this.extras, attachments: [...attachments, attachment] });
        }
    }

    detach(attachmentId: string): void {
        const attachments = this.extras.attachments.filter(each => each.attachmentId !== attachmentId);
        this.set({ ...this.extras, attachments });
    }

    /** Takes the place of what has the same label. */
    addContext(context: MessageContext): void {
        const others = this.extras.contexts.filter(({ label }) => label !== context.label);
        this.set({ ...this.extras, contexts: [...others, context] });
    }

    removeContext(label: string): void {
        this.set({ ...this.extras, contexts: this.extras.contexts.filter(each => each.label !== label) });
    }

    clear(): void {
        if (this.extras !== NONE) {
            this.set(NONE);
        }
    }

    private set(extras: Extras): void {
        this.extras = extras.attachments.length + extras.contexts.length > 0 ? extras : NONE;
        void this.storage.setData(this.storageKey, this.extras === NONE ? undefined : extras);
        this.changed();
    }

    private async restore(): Promise<void> {
        const stored = await this.storage.getData<Extras>(this.storageKey);
        if (stored && this.extras === NONE) {
            this.extras = stored;
            this.changed();
        }
    }
}
