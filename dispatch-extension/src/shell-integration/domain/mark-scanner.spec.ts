import { expect } from 'chai';
import fc from 'fast-check';
import { MarkScanner, ShellSequence } from './mark-scanner';

const encoder = new TextEncoder();

describe('mark scanner', () => {
    it('finds the sequences of shells with their positions, and no others', () => {
        const output = 'a\x1b]0;title\x07b\x1b]633;A\x07$ \x1b]133;B\x1b\\ls\x1b[31m\x1b]7;file:///tmp\x07';
        expect(scan([output])).to.deep.equal([
            { osc: 633, text: 'A', start: 12, end: 20 },
            { osc: 133, text: 'B', start: 22, end: 31 },
            { osc: 7, text: 'file:///tmp', start: 38, end: 54 }
        ]);
    });

    it('finds the same wherever the output is cut, and whatever becomes of the memory that it was in', () => {
        const output = 'x\x1b]633;E;echo é;n\x07\x1b]633;C\x1b\\\x1b]8;;u\x07out\x1b]133;D;1\x07\x1b';
        const whole = scan([output]);
        const bytes = encoder.encode(output);
        const room = new Uint8Array(bytes.length);
        fc.assert(
            fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), cuts => {
                const scanner = new MarkScanner();
                const found: ShellSequence[] = [];
                let from = 0;
                for (const to of [...cuts.sort((a, b) => a - b), bytes.length]) {
                    const piece = room.subarray(0, to - from);
                    piece.set(bytes.subarray(from, to));
                    found.push(...scanner.feed(piece, from));
                    room.fill(0);
                    from = to;
                }
                expect(found).to.deep.equal(whole);
            })
        );
    });

    it('leaves out what is cancelled, cut off by another sequence, or without an end', () => {
        expect(scan(['\x1b]633;A\x18\x1b]633;\x1b[m\x07\x1b]633;B\x07'])).to.deep.equal([
            { osc: 633, text: 'B', start: 18, end: 26 }
        ]);
        const scanner = new MarkScanner();
        for (let at = 0; at < 100; at++) {
            expect(
                scanner.feed(encoder.encode(at === 0 ? '\x1b]633;E;' : 'x'.repeat(4_096)), at * 4_096)
            ).to.deep.equal([]);
        }
    });

    it('begins anew where the output does not go on', () => {
        const scanner = new MarkScanner();
        scanner.feed(encoder.encode('\x1b]633;'), 0);
        expect(scanner.feed(encoder.encode('A\x07'), 500)).to.deep.equal([]);
    });
});

function scan(pieces: readonly string[]): readonly ShellSequence[] {
    const scanner = new MarkScanner();
    let at = 0;
    return pieces.flatMap(piece => {
        const bytes = encoder.encode(piece);
        at += bytes.length;
        return scanner.feed(bytes, at - bytes.length);
    });
}
