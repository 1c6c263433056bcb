import { expect } from 'chai';
import * as fc from 'fast-check';
import { firstLines, firstLineStart, lastLineEnd, lastLines, wholeCharacters } from './output-cuts';

const encoder = new TextEncoder();

describe('cuts of output', () => {
    it('are where lines begin', () => {
        fc.assert(
            fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', '\n', '\x1b[1m') }), text => {
                const bytes = encoder.encode(text);
                const start = firstLineStart(bytes);
                const end = lastLineEnd(bytes);
                if (text.includes('\n')) {
                    expect([bytes[start - 1], bytes[end - 1]]).to.deep.equal([10, 10]);
                } else {
                    expect(isWhole(bytes.subarray(start)) && isWhole(bytes.subarray(0, end))).to.equal(true);
                }
            })
        );
    });

    it('are between characters where a line is longer than the bytes, wherever these were cut', () => {
        const bytes = encoder.encode('é漢😀é漢😀');
        for (let from = 0; from < 6; from++) {
            for (let to = 12; to <= bytes.length; to++) {
                const part = bytes.subarray(from, to);
                expect(isWhole(part.subarray(firstLineStart(part), lastLineEnd(part)))).to.equal(true);
            }
        }
        expect(wholeCharacters(encoder.encode('aé').subarray(0, 2))).to.equal(1);
    });

    it('are before a control sequence of such a line', () => {
        expect(firstLineStart(encoder.encode('31mred\x1b[0m'))).to.equal(6);
        expect(lastLineEnd(encoder.encode('red\x1b[0'))).to.equal(3);
    });

    it('count lines from either side', () => {
        const bytes = encoder.encode('a\nb\nc\nd');
        expect([lastLines(bytes, 2), lastLines(bytes, 9), firstLines(bytes, 2), firstLines(bytes, 9)]).to.deep.equal([
            4, 0, 4, 7
        ]);
        expect(lastLines(encoder.encode('a\nb\nc\n'), 2)).to.equal(2);
    });
});

function isWhole(bytes: Uint8Array): boolean {
    return !new TextDecoder().decode(bytes).includes('\ufffd');
}
