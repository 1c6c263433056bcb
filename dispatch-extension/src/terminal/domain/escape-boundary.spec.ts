import { expect } from 'chai';
import { EscapeBoundary } from './escape-boundary';

describe('escape boundary', () => {
    const cases: [string, string, string][] = [
        ['plain text', 'hello\r\n', ''],
        ['half a character', 'caf\xc3', '\xc3'],
        ['a whole character', 'caf\xc3\xa9', ''],
        ['three of four bytes of an emoji', '\xf0\x9f\x98', '\xf0\x9f\x98'],
        ['a character that was broken off by another', '\xf0\x9f\xc3', '\xc3'],
        ['a byte that begins nothing', '\xff\x80', ''],
        ['half a colour', 'red: \x1b[38;5;1', '\x1b[38;5;1'],
        ['a whole colour', '\x1b[38;5;1m', ''],
        ['a sequence that is begun anew', '\x1b[38\x1b[4', '\x1b[4'],
        ['a sequence that was cancelled', '\x1b[38\x18', ''],
        ['half a title', '\x1b]2;my ti', '\x1b]2;my ti'],
        ['a title that ends with BEL', '\x1b]2;my title\x07', ''],
        ['a title that ends with ST', '\x1b]2;my title\x1b\\', ''],
        ['a device string, which BEL does not end', '\x1bP1$q\x07', '\x1bP1$q\x07'],
        ['a charset, begun', '\x1b(', '\x1b('],
        ['a charset', '\x1b(0', '']
    ];

    for (const [name, output, pending] of cases) {
        it(`knows ${name}`, () => expect(pendingOf(output)).to.equal(pending));
    }

    it('does not hold more of a string than 64 KiB: the rest of it is to be ignored', () => {
        expect(pendingOf(`\x1b]52;c;${'A'.repeat(100_000)}`)).to.equal('\x1b]99999;');
        expect(pendingOf(`\x1bPq${'A'.repeat(100_000)}`)).to.equal('\x1b_');
        expect(pendingOf(`\x1bPq${'A'.repeat(100_000)}\x1b\\\x1b[1`)).to.equal('\x1b[1');
    });

    function pendingOf(output: string): string {
        const bytes = Uint8Array.from(output, character => character.charCodeAt(0));
        const byByte = new EscapeBoundary();
        bytes.forEach(byte => byByte.feed(Uint8Array.of(byte)));
        const atOnce = new EscapeBoundary();
        atOnce.feed(bytes);
        expect(atOnce.pending).to.deep.equal(byByte.pending);
        return Array.from(atOnce.pending, byte => String.fromCharCode(byte)).join('');
    }
});
