import { z } from 'zod';
import { MessageAttachment } from './claude-events';

/** A draft that is kept with its session has no more than this, all texts together. */
export const MAX_DRAFT_CHARS = 200_000;

/** What a person is writing and has not sent, with what goes along; however long. */
export const WholeDraft = z.object({
    text: z.string(),
    attachments: z.array(MessageAttachment).max(20),
    contexts: z.array(z.object({ label: z.string().max(1_000), text: z.string() })).max(50)
});

/** A draft that a session keeps. */
export const MessageDraft = WholeDraft.refine(draft => charsOf(draft) <= MAX_DRAFT_CHARS, {
    message: 'the draft is too long'
});
export type MessageDraft = z.infer<typeof MessageDraft>;

export const NO_DRAFT: MessageDraft = { text: '', attachments: [], contexts: [] };

/** All texts together, in UTF-16 units. */
export function charsOf({ text, contexts }: { text: string; contexts: { label: string; text: string }[] }): number {
    return contexts.reduce((sum, context) => sum + context.label.length + context.text.length, text.length);
}

export function isEmptyDraft({ text, attachments, contexts }: MessageDraft): boolean {
    return text === '' && attachments.length === 0 && contexts.length === 0;
}
