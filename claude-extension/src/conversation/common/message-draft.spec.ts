import { expect } from 'chai';
import { MAX_DRAFT_CHARS, MessageDraft, NO_DRAFT } from './message-draft';

describe('a draft that is kept with its session', () => {
    it('has all texts together within the limit', () => {
        const context = { label: 'a.txt', text: 'b'.repeat(100) };
        const text = 'a'.repeat(MAX_DRAFT_CHARS - 105);
        expect(MessageDraft.safeParse({ ...NO_DRAFT, text, contexts: [context] }).success).to.equal(true);
        expect(MessageDraft.safeParse({ ...NO_DRAFT, text: `${text}a`, contexts: [context] }).success).to.equal(false);
    });
});
