import markdownit from '@theia/core/shared/markdown-it';
import { expect } from 'chai';
import { drawFormula } from './chunks/formula';
import { addMath, closingOf, isOneFormula } from './math-rules';

const md = markdownit({ html: false });
addMath(md);

/** What is a formula in a text, each with what is around it. */
function formulas(text: string): string[] {
    return md
        .parse(text, {})
        .flatMap(token => [token, ...(token.children ?? [])])
        .filter(token => token.type.startsWith('math_'))
        .map(({ type, markup, content }) =>
            type === 'math_open' ? `open ${content}` : markup + content + closingOf(markup)
        );
}

describe('math rules', () => {
    const cases: readonly (readonly [text: string, formulas: readonly string[]])[] = [
        ['It is $a^2$, or ($b$).', ['$a^2$', '$b$']],
        ['From $5 and $6 to $7.', []],
        ['US$5/US$6, $100-$200', []],
        ['It costs 3$ or 4$.', []],
        ['$HOME/bin:$PATH and ${A}_${B}', []],
        ['Not $ a$, not $a $, not `$a$`, not \\$a$.', []],
        ['With a dollar: $a = \\$5$', ['$a = \\$5$']],
        ['Within *words with $a*b*c$* too', ['$a*b*c$']],
        ['Not closed $a + b', []],
        ['Within $$a+b$$ a line', ['$$a+b$$']],
        ['$$a+b$$ begins the line', ['$$a+b$$']],
        ['$$a+b$$', ['$$a+b$$']],
        ['Above\n$$\na\n- b\n$$\nbelow', ['$$a\n- b$$']],
        ['- in a list\n  $$\n  a\n  $$', ['$$a$$']],
        ['$$\na', ['open a']],
        ['$$\na\n\nb\n$$', ['open ']],
        ['    $$\n    code\n    $$', []],
        ['$$$$', []],
        ['| a |\n|---|\n| $x|y$ |\n', []],
        ['It is \\(a^2\\), or (\\( b \\)).', ['\\(a^2\\)', '\\(b\\)']],
        ['Not \\\\(a\\\\), `\\(a\\)`, \\(a, \\(\\) or a\\)', []],
        ['Within \\[a+b\\] a line', ['\\[a+b\\]']],
        ['\\[a+b\\]', ['\\[a+b\\]']],
        ['Above\n\\[\na\n- b\n\\]\nbelow', ['\\[a\n- b\\]']],
        ['- in a list\n  \\[\n  a \\\\[2pt] b\n  \\]', ['\\[a \\\\[2pt] b\\]']],
        ['\\[\na', ['open a']],
        ['\\[1\\] is a note, \\[x\\] is done\n\n\\[link\\](x)', []],
        ['\\[link', []]
    ];
    for (const [text, found] of cases) {
        it(`finds ${found.length} in ${JSON.stringify(text)}`, () => expect(formulas(text)).to.deep.equal(found));
    }

    it('takes the inside of a fence as a formula only when it is one', () => {
        expect(['a\nb\n', '', 'a $$ b', 'a\n\nb'].map(isOneFormula)).to.deep.equal([true, false, false, false]);
    });
});

describe('formulas', () => {
    it('are MathML, with nothing to load and no source beside', () => {
        const drawn = drawFormula('\\frac{a < b}{2}', true);
        expect(drawn.kind).to.equal('drawn');
        expect(drawn.kind === 'drawn' && drawn.mathml).to.match(
            /^<span class="katex"><math .*<mfrac>.*<\/math><\/span>$/
        );
        expect(drawn.kind === 'drawn' && drawn.mathml).to.not.match(/annotation|semantics|\\frac/);
    });

    for (const tex of [
        '\\href{javascript:alert(1)}{x}',
        '\\includegraphics{https://example.org/a.png}',
        '\\htmlStyle{position:fixed}{x}',
        '\\htmlData{a=b}{x}',
        '\\url{https://example.org}',
        '\\text{<img src=x onerror=alert(1)>}'
    ]) {
        it(`do nothing with ${tex}`, () => {
            const drawn = drawFormula(tex, false);
            expect(drawn.kind === 'drawn' ? drawn.mathml : '').to.not.match(/<img|<a\b| href=|position|data-/);
        });
    }

    it('that are wrong or never end say so', () => {
        for (const tex of ['\\frac{a', '\\nosuch', '\\def\\a{\\a\\a}\\a', '{'.repeat(4_000)]) {
            expect(drawFormula(tex, false).kind, tex.slice(0, 20)).to.equal('wrong');
        }
    });

    it('have no line that is longer than a pane', () => {
        const drawn = drawFormula('\\rule{99999em}{99999em}', false);
        expect(drawn.kind === 'drawn' && drawn.mathml).to.not.contain('99999em');
    });
});
