import { expect } from 'chai';
import { withContexts } from './message-context';
import { NEW_CONVERSATION, titleFromMessage } from './session-title';

describe('title of a conversation', () => {
    it('is never empty, whatever was said', () => {
        expect(['', ' \n\t', '???\n\u200b', '\u0007'].map(titleFromMessage)).to.deep.equal(
            Array(4).fill(NEW_CONVERSATION)
        );
    });

    it('is of what was written, or else names what went with it (it was the markup of that)', () => {
        const contexts = [{ label: 'greet.ts:1-3', text: 'export function greet() {}' }];
        expect(titleFromMessage(withContexts('', contexts))).to.equal('greet.ts:1-3');
        expect(titleFromMessage(withContexts('Make it kinder', contexts))).to.equal('Make it kinder');
    });

    it('is the first line that says something, cut at a word', () => {
        expect(titleFromMessage('---\n  Explain\tthe   build\nplease')).to.equal('Explain the build');
        expect(titleFromMessage(`${'word '.repeat(30)}`)).to.equal(`${'word '.repeat(11)}word…`);
    });
});
