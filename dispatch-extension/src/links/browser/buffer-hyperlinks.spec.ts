import { Terminal } from '@xterm/headless';
import type { Terminal as PageTerminal } from '@xterm/xterm';
import { expect } from 'chai';
import { BufferHyperlink, hyperlinksIn } from './buffer-hyperlinks';

describe('hyperlinks of programs in a terminal', () => {
    const link = (target: string, text: string, id = ''): string => `\x1b]8;${id};${target}\x07${text}\x1b]8;;\x07`;

    async function linksOf(output: string, firstRow: number, lastRow = firstRow): Promise<BufferHyperlink[]> {
        const terminal = new Terminal({ cols: 20, rows: 6, allowProposedApi: true });
        try {
            await new Promise<void>(resolve => terminal.write(output, resolve));
            return hyperlinksIn(terminal as unknown as PageTerminal, firstRow, lastRow);
        } finally {
            terminal.dispose();
        }
    }

    it('are found with what is shown and where they lead', async () => {
        const output = `日 see ${link('https://a.test/', 'here')} ${link('file:///b', 'b.ts')}, https://c.test`;
        expect(await linksOf(output, 0, 1)).to.deep.equal([
            {
                target: 'https://a.test/',
                text: 'here',
                start: 6,
                range: { start: { x: 8, y: 1 }, end: { x: 11, y: 1 } }
            },
            { target: 'file:///b', text: 'b.ts', start: 11, range: { start: { x: 13, y: 1 }, end: { x: 16, y: 1 } } }
        ]);
    });

    it('are two where one follows the other, and one where one goes on in the next row', async () => {
        const both = `${link('https://a.test/', 'one')}${link('https://b.test/', 'two')}`;
        expect((await linksOf(both, 0)).map(({ text, target }) => [text, target])).to.deep.equal([
            ['one', 'https://a.test/'],
            ['two', 'https://b.test/']
        ]);
        const long = await linksOf(`${'x'.repeat(15)}${link('https://a.test/', 'over the edge')}`, 0, 1);
        expect(long).to.deep.equal([
            {
                target: 'https://a.test/',
                text: 'over the edge',
                start: 15,
                range: { start: { x: 16, y: 1 }, end: { x: 8, y: 2 } }
            }
        ]);
    });
});
