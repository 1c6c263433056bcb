import { expect } from 'chai';
import { changed, fileChangeOf, FileChange, unchanged } from './file-change';

const edit = (old_string: string, new_string: string, replace_all = false): object => ({
    old_string,
    new_string,
    replace_all
});
function changeOf(name: string, input: object): FileChange {
    const change = fileChangeOf(name, { file_path: '/w/a.ts', ...input });
    expect(change).not.to.equal(undefined);
    return change as FileChange;
}

describe('what a call does to a file', () => {
    it('is known before and after, for edits of every kind', () => {
        const several = changeOf('MultiEdit', { edits: [edit('one', 'two'), edit('two!', 'three$&', false)] });
        expect(changed('one! one', several)).to.equal('three$& one');
        expect(unchanged('three$& one', several)).to.equal('one! one');
        const everywhere = changeOf('Edit', edit('a', 'b', true));
        expect(changed('a a', everywhere)).to.equal('b b');
        expect(unchanged('b b', everywhere)).to.equal('a a');
    });

    it('is not guessed for a file that is another one by now', () => {
        expect(unchanged('something else', changeOf('Edit', edit('a', 'gone')))).to.equal(undefined);
        expect(unchanged('all', changeOf('Edit', edit('a', '')))).to.equal(undefined);
        expect(unchanged('new', changeOf('Write', { content: 'new' }))).to.equal(undefined);
        expect(changed('old', changeOf('Write', { content: 'new' }))).to.equal('new');
    });

    it('is nothing for other tools, and for input that is not as it should be', () => {
        expect(fileChangeOf('Bash', { file_path: 'x', content: 'y' })).to.equal(undefined);
        expect(fileChangeOf('Edit', { file_path: 'x', old_string: 1, new_string: 'b' })).to.equal(undefined);
        expect(fileChangeOf('MultiEdit', { file_path: 'x', edits: [edit('a', 'b'), 'c'] })).to.equal(undefined);
        expect(fileChangeOf('Write', { content: 'y' })).to.equal(undefined);
    });
});
