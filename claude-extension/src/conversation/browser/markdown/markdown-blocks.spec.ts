import { expect } from 'chai';
import { MarkdownBlocks, splitMarkdown } from './markdown-blocks';

const TEXT = `# Title

A paragraph with \`code\`
that goes on.

- one
- two

  still two

\`\`\`ts
const a = 1;

const b = 2;
\`\`\`

| a | b |
|---|---|
| 1 | 2 |

Setext
======

> quoted

    indented

$$
\\begin{aligned}
a &= b
+ c
\\end{aligned}
$$

Right below:
$$
x

+ no formula
$$ y $$ is one within a line, $5 and $6 are none.

The end.
`;

describe('markdown blocks', () => {
    it('cuts at what stands on its own, and loses nothing', () => {
        const blocks = splitMarkdown(TEXT);
        expect(blocks.map(block => block.source).join('')).to.equal(TEXT);
        expect(blocks.map(block => [block.kind, block.source.split('\n')[0]])).to.deep.equal([
            ['prose', '# Title'],
            ['prose', 'A paragraph with `code`'],
            ['prose', '- one'],
            ['code', '```ts'],
            ['prose', '| a | b |'],
            ['prose', 'Setext'],
            ['prose', '> quoted'],
            ['prose', '    indented'],
            ['prose', '$$'],
            ['prose', 'Right below:'],
            ['prose', '+ no formula'],
            ['prose', 'The end.']
        ]);
        expect(blocks[3]).to.deep.include({ language: 'ts', code: 'const a = 1;\n\nconst b = 2;\n' });
    });

    for (const step of [1, 2, 7, 50]) {
        it(`comes to the same blocks when the text grows by ${step} characters at a time`, () => {
            const growing = new MarkdownBlocks();
            for (let end = 0; end < TEXT.length + step; end += step) {
                expect(growing.update(TEXT.slice(0, end)), `at ${end}`).to.deep.equal(
                    splitMarkdown(TEXT.slice(0, end))
                );
            }
        });
    }

    it('keeps every block but the last as it was, so that nothing shown is drawn again', () => {
        const growing = new MarkdownBlocks();
        const before = growing.update('One.\n\nTwo.\n\nThr');
        const after = growing.update('One.\n\nTwo.\n\nThree.\n\nFour');
        expect(after[0]).to.equal(before[0]);
        expect(after[1]).to.equal(before[1]);
        expect(after.map(block => block.source)).to.deep.equal(['One.\n\n', 'Two.\n\n', 'Three.\n\n', 'Four']);
    });

    it('shows the code of a fence that is still open', () => {
        expect(splitMarkdown('Look:\n\n```js\nlet a').at(-1)).to.deep.include({ kind: 'code', code: 'let a' });
    });

    it('knows whether a fence has its end', () => {
        const closed = (text: string): boolean | undefined => splitMarkdown(text)[0]?.closed;
        expect(closed('```mermaid\ngraph TD\n```')).to.equal(true);
        expect(closed('````md\n```\n````\n\n')).to.equal(true);
        expect(closed('````md\n```\n')).to.equal(false);
        expect(closed('```mermaid\ngraph TD\n')).to.equal(false);
        expect(closed('```')).to.equal(false);
    });

    it('keeps a formula together that looks like a list while it is not closed', () => {
        const growing = new MarkdownBlocks();
        growing.update('Look:\n\n$$\na\n+ b');
        expect(growing.update('Look:\n\n$$\na\n+ b\n$$\n').map(block => block.source)).to.deep.equal([
            'Look:\n\n',
            '$$\na\n+ b\n$$\n'
        ]);
    });

    it('begins anew when the text is another one', () => {
        const growing = new MarkdownBlocks();
        growing.update('One.\n\nTwo.');
        expect(growing.update('Three.').map(block => block.source)).to.deep.equal(['Three.']);
        expect(growing.update('')).to.deep.equal([]);
    });

    it('keeps the blocks that are whole when more of a long reply comes', () => {
        const growing = new MarkdownBlocks();
        const paragraph = 'Some words that make a paragraph of a usual length, with `code` in it.\n\n';
        let before = [...growing.update(paragraph.repeat(100))];
        for (let count = 101; count < 110; count++) {
            const after = [...growing.update(paragraph.repeat(count))];
            expect(after.slice(0, 95).every((block, index) => block === before[index])).to.equal(true);
            before = after;
        }
    });
});
