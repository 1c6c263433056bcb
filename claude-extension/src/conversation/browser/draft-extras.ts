import type { MessageAttachment } from '../common/claude-events';
import type { MessageDraft } from '../common/message-draft';
import type { MessageContext } from '../domain/message-context';

type Extras = Pick<MessageDraft, 'attachments' | 'contexts'>;

const NONE: Extras = { attachments: [], contexts: [] };

/** What goes with the message that a person is writing. */
export class DraftExtras {
    private extras = NONE;

    constructor(private readonly changed: () => void) {}

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

    /** Holds this from here on; nobody is told. */
    restore({ attachments, contexts }: Extras): void {
        this.extras = attachments.length + contexts.length > 0 ? { attachments, contexts } : NONE;
    }

    private set(extras: Extras): void {
        this.restore(extras);
        this.changed();
    }
}
