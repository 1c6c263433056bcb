import { expect } from 'chai';
import { completionAt, mentionOf } from './completion-trigger';

const at = (text: string): ReturnType<typeof completionAt> => completionAt(text.replace('|', ''), text.indexOf('|'));

describe('what can be completed', () => {
    it('is a mention, from its sign to the caret', () => {
        expect(at('see @src/a| now')).to.deep.equal({ kind: 'mention', query: 'src/a', start: 4, end: 10 });
        expect(at('@|')).to.deep.equal({ kind: 'mention', query: '', start: 0, end: 1 });
        expect(at('(@x|')).to.deep.include({ query: 'x' });
        expect(at('@"my file|')).to.deep.include({ kind: 'mention', query: 'my file', start: 0 });
    });

    it('is a command at the beginning only', () => {
        expect(at('/rev|')).to.deep.equal({ kind: 'command', query: 'rev', start: 0, end: 4 });
        expect(at('see /rev|')).to.equal(undefined);
        expect(at('/review now|')).to.equal(undefined);
    });

    it('is nothing in an address, after a space, or without a sign', () => {
        for (const text of ['ada@example|', 'see @a b|', 'plain|', '|@a']) {
            expect(at(text), text).to.equal(undefined);
        }
    });

    it('is a path in quotes where it has spaces', () => {
        expect([mentionOf('a.ts'), mentionOf('a b.ts')]).to.deep.equal(['@a.ts', '@"a b.ts"']);
    });
});
