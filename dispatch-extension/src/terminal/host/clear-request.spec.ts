import { expect } from 'chai';
import { CLEAR_SCREEN } from '../domain/screen-clearing';
import { ClearRequest } from './clear-request';

describe('a request to clear a terminal', () => {
    let output: { start: number; readonly end: number; read(from: number, budget: number): { bytes: Uint8Array } };
    let text: string;
    let request: ClearRequest;

    beforeEach(() => {
        text = '';
        output = {
            start: 0,
            get end() {
                return Buffer.from(text, 'latin1').length;
            },
            read: (from, budget) => ({
                bytes: Buffer.from(text, 'latin1').subarray(from, from + Math.min(budget, 999))
            })
        };
        request = new ClearRequest(output, bytes => (text += Buffer.from(bytes).toString('latin1')));
    });

    function grow(more: string): void {
        text += more;
        request.grew();
    }

    it('is told in the output at once, and once', () => {
        grow('$ ');
        request.make();
        grow('ls\r\n');
        expect(text).to.equal(`$ ${CLEAR_SCREEN}ls\r\n`);
    });

    it('tears no sequence and no character that the program has begun, also behind much output', () => {
        for (const [begun, rest] of [
            ['\x1b[3', '1m'],
            ['\x1b]0;a ti', 'tle\x07'],
            ['\xe2\x94', '\x80'],
            ['\x1bPq#0', '\x1b\\']
        ]) {
            text = `${'some line\r\n'.repeat(5_000)}\x1b[1mbold ${begun}`;
            const before = text;
            request.make();
            expect(text).to.equal(before);
            grow(rest);
            expect(text).to.equal(`${before}${rest}${CLEAR_SCREEN}`);
        }
    });
});
