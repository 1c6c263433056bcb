import { expect } from 'chai';
import { KeptOutput } from './kept-output';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('kept output of a command', () => {
    it('is all of it where it is short, also when characters came in pieces', () => {
        const output = new KeptOutput();
        const all = bytes('\x1b[32mgrün\x1b[0m\r\n');
        for (const byte of all) {
            output.add(Uint8Array.of(byte));
        }
        expect(output.text()).to.equal('grün\n');
        expect(output.isAtLineStart).to.equal(true);
    });

    it('is its beginning and its end where it is long, and says how much is between', () => {
        for (const lines of [10_000, 400_000]) {
            const output = new KeptOutput();
            const line = (number: number): string => `line ${String(number).padStart(9, '0')}\r\n`;
            let total = 0;
            for (let number = 1; number <= lines; number++) {
                output.add(bytes(line(number)));
                total += line(number).length;
            }
            const text = output.text();
            expect(bytes(text).length).to.be.lessThan(62 * 1024);
            expect(text).to.match(/^line 000000001\nline 000000002\n/);
            expect(text.endsWith(`line ${String(lines).padStart(9, '0')}\n`)).to.equal(true);
            const leftOut = Number(/(\d+) bytes left out/.exec(text)?.[1]);
            expect(leftOut).to.be.within(total * 0.8 - 60 * 1024, total);
        }
    });

    it('tears no character at the cut', () => {
        const output = new KeptOutput();
        output.add(bytes('漢'.repeat(400_000)));
        expect(output.text()).to.match(/^漢+\n… \d+ bytes left out [^\n]*…\n漢+$/u);
    });
});
