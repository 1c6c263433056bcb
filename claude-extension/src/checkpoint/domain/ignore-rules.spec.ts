import { expect } from 'chai';
import { IgnoreRules } from './ignore-rules';

describe('ignore rules', () => {
    const rules = (text: string): IgnoreRules => IgnoreRules.NONE.with('', text);

    it('leave out by name anywhere, and by path from where they are written', () => {
        const { ignored } = probe(rules('*.log\n/build\ndoc/*.txt\n'));
        expect(
            ignored('a.log', 'x/y/a.log', 'build', 'x/build', 'doc/a.txt', 'x/doc/a.txt', 'doc/x/a.txt')
        ).to.deep.equal(['a.log', 'x/y/a.log', 'build', 'doc/a.txt']);
    });

    it('let the last pattern that matches decide', () => {
        const { ignored } = probe(rules('*.log\n!keep.log\n').with('x', 'keep.log\n'));
        expect(ignored('a.log', 'keep.log', 'x/keep.log')).to.deep.equal(['a.log', 'x/keep.log']);
    });

    it('tell folders from files, comments from patterns, and quoted characters from their meaning', () => {
        const out = rules('out/\n# *.c\n\\#odd\n\\!bang\ntrail\\ \n');
        expect(out.ignores('out', true)).to.equal(true);
        expect(out.ignores('out', false)).to.equal(false);
        const { ignored } = probe(out);
        expect(ignored('a.c', '#odd', '!bang', 'trail ')).to.deep.equal(['#odd', '!bang', 'trail ']);
    });

    it('are looked up in a moment, however many stars a pattern has', () => {
        const hostile = `${'*a'.repeat(30)}b\n${'**/a/'.repeat(30)}b\n`;
        const { ignored } = probe(rules(hostile));
        const startedAtMs = Date.now();
        const [long, deep] = ['a'.repeat(250), `${'a/'.repeat(1_000)}c`];
        expect(ignored(long, deep, `${long}b`, `${'a/'.repeat(40)}b`)).to.deep.equal([
            `${long}b`,
            `${'a/'.repeat(40)}b`
        ]);
        expect(Date.now() - startedAtMs).to.be.below(2_000);
    });

    it('let a star give back what a later part of the pattern needs', () => {
        const { ignored } = probe(rules('a*b*c\n/x*1/*y*.z\np/**/q*/**/r\n*.tar.gz\n'));
        expect(
            ignored(
                'abcbc',
                'abc',
                'acb',
                'x1/y.z',
                'x11/yy.z.z',
                'x1/z',
                'p/q/r',
                'p/a/q/q1/b/r',
                'p/r',
                'a.tar.tar.gz'
            )
        ).to.deep.equal(['abcbc', 'abc', 'x1/y.z', 'x11/yy.z.z', 'p/q/r', 'p/a/q/q1/b/r', 'a.tar.tar.gz']);
    });

    it('know stars over folders, and sets of characters', () => {
        const { ignored } = probe(rules('**/deep\na/**/b\nc/**\n[a-c]?.[!o]\n[[:digit:]]x\n'));
        expect(
            ignored('deep', 'x/deep', 'a/b', 'a/x/y/b', 'c', 'c/x', 'b1.c', 'b1.o', 'd1.c', '7x', 'zx')
        ).to.deep.equal(['deep', 'x/deep', 'a/b', 'a/x/y/b', 'c/x', 'b1.c', '7x']);
    });
});

function probe(rules: IgnoreRules) {
    return { ignored: (...paths: string[]): string[] => paths.filter(path => rules.ignores(path, false)) };
}
