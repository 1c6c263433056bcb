import { expect } from 'chai';
import * as fc from 'fast-check';
import { GridHistory } from '../../terminal/domain/grid-history';
import { linesOf, textOf } from './line-text';

const encoder = new TextEncoder();

describe('text of output', () => {
    it('is what a person reads: no colours, no marks, progress as it was in the end', () => {
        expect(read('\x1b[1;31mred\x1b[0m text\r')).to.deep.equal(['red text']);
        expect(read('10%\r20%\r\x1b[K100%')).to.deep.equal(['100%']);
        expect(read('abc\b\bX')).to.deep.equal(['aXc']);
        expect(read('\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\ \x1b]0;title\x07end')).to.deep.equal(['link end']);
        expect(read('a\tb')).to.deep.equal(['a       b']);
        expect(read('cut off \x1b[3')).to.deep.equal(['cut off']);
    });

    it('goes back to the beginning of its row in a line that a shell has wrapped, where the width is known', () => {
        const grids = new GridHistory([
            { at: 0, grid: { columns: 10, rows: 5 } },
            { at: 30, grid: { columns: 80, rows: 5 } }
        ]);
        const wrapped = encoder.encode('$ echo abc \rdefghijklm \rnop\r\n'.padEnd(30, 'x'));
        const places = [{ offset: 0, at: 0 }];
        expect([...linesOf({ bytes: wrapped.subarray(0, 30), places, grids })][0].text).to.equal(
            '$ echo abcdefghijklmnop'
        );
        expect(read('10% \r20%')).to.deep.equal(['20%']);
        const bar = encoder.encode('0123456789\rab');
        expect([...linesOf({ bytes: bar, places, grids })][0].text).to.equal('ab23456789');
    });

    it('has a line for each place that a program moved the cursor to', () => {
        expect(read('\x1b[H\x1b[2Jtop\x1b[5;1Hbelow')).to.deep.equal(['top', 'below']);
    });

    it('knows where each line begins, over what is missing in between', () => {
        const bytes = encoder.encode('é1\n2\n3');
        const places = [
            { offset: 0, at: 100 },
            { offset: 5, at: 900 }
        ];
        expect([...linesOf({ bytes, places })]).to.deep.equal([
            { at: 100, text: 'é1', ended: true },
            { at: 104, text: '2', ended: true },
            { at: 901, text: '3', ended: false }
        ]);
    });

    it('gives printed lines back, whatever colours are between their characters', () => {
        const line = fc.string({ unit: fc.constantFrom('a', 'B', '9', 'é', '漢', '😀', '.') });
        fc.assert(
            fc.property(
                fc.array(line),
                fc.constantFrom('\x1b[32m', '\x1b[0;1m', '\x1b]133;A\x07', ''),
                (lines, mark) => {
                    const output = lines.map(text => `${mark}${[...text].join(mark)}\r\n`).join('');
                    const texts = [...linesOf({ bytes: encoder.encode(output), places: [{ offset: 0, at: 0 }] })];
                    expect(texts.map(({ text }) => text)).to.deep.equal(lines);
                }
            )
        );
    });
});

function read(line: string): string[] {
    return textOf(encoder.encode(line));
}
