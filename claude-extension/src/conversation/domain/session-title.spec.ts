import { expect } from 'chai';
import { NEW_CONVERSATION, titleFromMessage } from './session-title';

describe('title of a conversation', () => {
    it('is never empty, whatever was said', () => {
        expect(['', ' \n\t', '???\n\u200b', '\u0007'].map(titleFromMessage)).to.deep.equal(
            Array(4).fill(NEW_CONVERSATION)
        );
    });

    it('is the first line that says something, cut at a word', () => {
        expect(titleFromMessage('---\n  Explain\tthe   build\nplease')).to.equal('Explain the build');
        expect(titleFromMessage(`${'word '.repeat(30)}`)).to.equal(`${'word '.repeat(11)}word…`);
    });
});
