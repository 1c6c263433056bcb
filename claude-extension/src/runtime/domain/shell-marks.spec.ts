import { expect } from 'chai';
import fc from 'fast-check';
import { ShellMarks } from './shell-marks';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('marks of a shell', () => {
    function read(pieces: readonly Uint8Array[]): { output: string; marks: string[] } {
        const seen = { output: '', marks: [] as string[] };
        const marks = new ShellMarks({
            output: piece => (seen.output += String.fromCharCode(...piece)),
            mark: text => void seen.marks.push(`${seen.output.length}:${text}`)
        });
        pieces.forEach(piece => marks.feed(piece));
        return seen;
    }

    it('are told apart from the output around them, wherever it is cut', () => {
        const written = bytes('ab\x1b]7717;x;1\x07cd\x1b]0;title\x07\x1b[1m\x1b]77\x1b]7717;y\x07e');
        const expected = { output: 'abcd\x1b]0;title\x07\x1b[1m\x1b]77e', marks: ['2:x;1', '22:y'] };
        expect(read([written])).to.deep.equal(expected);
        fc.assert(
            fc.property(fc.array(fc.nat({ max: written.length })), cuts => {
                const places = [0, ...cuts.sort((a, b) => a - b), written.length];
                const pieces = places.slice(1).map((to, index) => written.subarray(places[index], to));
                expect(read(pieces)).to.deep.equal(expected);
            })
        );
    });

    it('are none without an end: that is output', () => {
        const long = `\x1b]7717;${'x'.repeat(500)}`;
        expect(read([bytes(long)])).to.deep.equal({ output: long, marks: [] });
        expect(read([...bytes(long)].map(byte => Uint8Array.of(byte)))).to.deep.equal({ output: long, marks: [] });
    });
});
