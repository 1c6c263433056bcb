import { expect } from 'chai';
import { CLEAR_SCREEN } from '../domain/screen-clearing';
import { ClearedOutput, ClearRequest } from './clear-request';

const MIB = 1024 * 1024;
const LINES = 'some line\r\n';

describe('a request to clear a terminal', () => {
    let printed: Buffer;
    /** Nothing before this position can be read, as if it were a hole. */
    let readableFrom: number;
    let request: ClearRequest;

    beforeEach(() => {
        printed = Buffer.alloc(0);
        readableFrom = 0;
        const output: ClearedOutput = {
            start: 0,
            get end() {
                return printed.length;
            },
            read: (from, budget) =>
                from < readableFrom ? undefined : { bytes: printed.subarray(from, from + Math.min(budget, 9_999)) },
            nextRetained: from => Math.max(from, readableFrom)
        };
        request = new ClearRequest(output, bytes => (printed = Buffer.concat([printed, bytes])));
    });

    function print(more: string): void {
        printed = Buffer.concat([printed, Buffer.from(more, 'latin1')]);
    }

    function grow(more: string): void {
        print(more);
        request.grew();
    }

    function isCleared(): boolean {
        return printed.subarray(-CLEAR_SCREEN.length).toString('latin1') === CLEAR_SCREEN;
    }

    it('is told in the output at once, and once', () => {
        grow('$ ');
        request.make();
        grow('ls\r\n');
        expect(printed.toString('latin1')).to.equal(`$ ${CLEAR_SCREEN}ls\r\n`);
    });

    for (const [what, begun, rest] of [
        ['a colour', '\x1b[3', '1m'],
        ['a title', '\x1b]0;a ti', 'tle\x07'],
        ['a character', '\xe2\x94', '\x80'],
        ['a small image', '\x1bPq#0', '\x1b\\'],
        ['a sixel image', `\x1bPq${'#0!9~'.repeat(4_000)}`, '$-\x1b\\'],
        ['a sixel image of several lines', `\x1bPq${'#0!9~\n'.repeat(4_000)}`, '$-\x1b\\'],
        ['an inline image', `\x1b]1337;File=inline=1:${'A'.repeat(20_000)}`, 'AA==\x07'],
        ['what is copied', `\x1b]52;c;${'A'.repeat(20_000)}`, 'AA==\x1b\\'],
        ['an image of some MiB', `\x1bPq${'~'.repeat(3 * MIB)}`, '\x1b\\'],
        ['an image that is broken off', `\x1bPq${'~'.repeat(300_000)}`, '\x18']
    ] as const) {
        it(`does not tear ${what} that the program has begun`, () => {
            print(`${LINES.repeat(5_000)}\x1b[1mbold ${begun}`);
            const before = printed;
            request.make();
            grow(rest.slice(0, -1));
            expect(printed.length - before.length).to.equal(rest.length - 1);
            grow(rest.slice(-1));
            expect(isCleared()).to.equal(true);
            expect(printed.length - before.length).to.equal(rest.length + CLEAR_SCREEN.length);
        });
    }

    for (const [what, output] of [
        ['without any sequence', LINES.repeat(30_000)],
        ['behind a title', `\x1b]0;title\x07${LINES.repeat(30_000)}`],
        ['behind an image', `\x1bPq${'~'.repeat(300_000)}\x1b\\ `],
        ['of characters of several bytes', `\x1b[m${'\xe2\x94\x80'.repeat(100_000)}`]
    ]) {
        it(`waits for nothing behind text ${what}`, () => {
            print(output);
            request.make();
            expect(isCleared()).to.equal(true);
        });
    }

    it('follows what is printed while it waits, and does not read it again', () => {
        print(`\x1bPq${'~'.repeat(100_000)}`);
        request.make();
        readableFrom = printed.length;
        grow('~'.repeat(20_000));
        expect(isCleared()).to.equal(false);
        grow('\x1b');
        grow('\\ \x1b[');
        expect(isCleared()).to.equal(false);
        grow('m');
        expect(isCleared()).to.equal(true);
    });

    it('looks at what there is behind a hole', () => {
        print(`${LINES.repeat(20_000)}\x1b]0;a ti`);
        readableFrom = printed.length - 1_000;
        request.make();
        expect(isCleared()).to.equal(false);
        grow('tle\x07');
        expect(isCleared()).to.equal(true);
    });
});
