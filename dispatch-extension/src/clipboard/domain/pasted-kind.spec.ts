import { expect } from 'chai';
import { pastedKind } from './pasted-kind';

describe('what is pasted', () => {
    it('is the file of a screenshot and of a file manager', () => {
        expect(pastedKind({ text: '', fileNames: ['image.png'] })).to.equal('files');
        expect(pastedKind({ text: 'a b.pdf\nc.txt', fileNames: ['a b.pdf', 'c.txt'] })).to.equal('files');
        expect(pastedKind({ text: 'file:///home/me/a%20b.pdf', fileNames: ['a b.pdf'] })).to.equal('files');
    });

    it('is the text of a table, which comes with its picture', () => {
        expect(pastedKind({ text: '1\t2\n3\t4', fileNames: ['image.png'] })).to.equal('text');
    });

    it('is the text where there is no file, and nothing where there is neither', () => {
        expect(pastedKind({ text: 'x', fileNames: [] })).to.equal('text');
        expect(pastedKind({ text: '', fileNames: [] })).to.equal('nothing');
    });
});
