import { expect } from 'chai';
import fc from 'fast-check';
import { ImageWatch, MAX_IMAGE_BACKLOG_BYTES } from './image-watch';

const LINES = '\x1b[31mred\x1b[0m and a line\r\n'.repeat(30);
const NO_IMAGES = `${LINES}\x1bP$qm\x1b\\\x1bP+q544e\x1b\\\x1b]8;;http://here\x1b\\\x1b]1337;CurrentDir=/\x07\x1b]0;1337;File=\x07`;
const IMAGES = {
    sixel: `\x1bP0;1;0q"1;1;9;9${'#0~~@@vv$-'.repeat(40)}\x1b\\`,
    'sixel without parameters': `\x1bPq${'~'.repeat(100)}\x1b\\`,
    iterm: `\x1b]1337;File=inline=1:${'QUJD'.repeat(100)}\x07`,
    'iterm that ends with ST': `\x1b]1337;File=inline=1:${'QUJD'.repeat(100)}\x1b\\`
};

describe('images ahead of a viewer', () => {
    function watchOf(output: Buffer, pieceBytes = 64 * 1024): ImageWatch {
        return new ImageWatch((from, budget) =>
            from < output.length ? output.subarray(from, from + Math.min(budget, pieceBytes)) : undefined
        );
    }

    it('are none in text, colours, links, titles and questions', () => {
        const output = Buffer.from(NO_IMAGES);
        expect(watchOf(output).isAhead(0, output.length)).to.equal(false);
    });

    for (const [name, image] of Object.entries(IMAGES)) {
        const output = Buffer.from(NO_IMAGES + image + NO_IMAGES);
        const begin = Buffer.byteLength(NO_IMAGES);
        const end = begin + Buffer.byteLength(image);

        it(`are there until all of it was sent, in whatever pieces: ${name}`, () => {
            fc.assert(
                fc.property(
                    fc.array(fc.integer({ min: 1, max: output.length }), { maxLength: 6 }),
                    fc.integer({ min: 1, max: 400 }),
                    (cuts, pieceBytes) => {
                        const watch = watchOf(output, pieceBytes);
                        let from = 0;
                        // its terminator may be two bytes long, of which the first one ends it
                        for (const to of [...cuts, end - 2, end].sort((a, b) => a - b)) {
                            if (from !== end - 1) {
                                expect(watch.isAhead(from, output.length), `at ${from}`).to.equal(from < end);
                            }
                            watch.sent(output.subarray(from, to));
                            from = to;
                        }
                        expect(watch.isAhead(from, output.length)).to.equal(false);
                    }
                )
            );
        });

        it(`are found as soon as the beginning is there, and forgotten with a snapshot: ${name}`, () => {
            const watch = watchOf(output);
            expect(watch.isAhead(0, begin)).to.equal(false);
            expect(watch.isAhead(0, begin + 16)).to.equal(true);
            watch.sent(output.subarray(0, begin + 20));
            expect(watch.isAhead(begin + 20, begin + 30)).to.equal(true);
            watch.jumped();
            expect(watch.isAhead(begin + 20, begin + 30)).to.equal(false);
        });
    }

    it('do not count beyond the limit', () => {
        const output = Buffer.concat([Buffer.from(IMAGES.sixel), Buffer.alloc(MAX_IMAGE_BACKLOG_BYTES, 'x')]);
        expect(watchOf(output).isAhead(0, MAX_IMAGE_BACKLOG_BYTES)).to.equal(true);
        expect(watchOf(output).isAhead(0, MAX_IMAGE_BACKLOG_BYTES + 1)).to.equal(false);
    });

    it('do not count behind a hole in the output, nor where the disk refuses', () => {
        const output = Buffer.from(LINES + IMAGES.sixel);
        const at = (from: number) => output.subarray(from, from + 100);
        const end = output.length;
        expect(new ImageWatch(at).isAhead(0, end)).to.equal(true);
        expect(new ImageWatch(from => (from === 100 ? undefined : at(from))).isAhead(0, end)).to.equal(false);
        const refusing = (): never => {
            throw new Error('EIO');
        };
        expect(new ImageWatch(refusing).isAhead(0, end)).to.equal(false);
    });

    it('go on where a snapshot ends within one', () => {
        const output = Buffer.from(IMAGES.iterm);
        const watch = watchOf(output);
        watch.jumped();
        watch.sent(Buffer.concat([Buffer.from('\x1b[?2026l'), output.subarray(0, 50)]));
        expect(watch.isAhead(50, output.length)).to.equal(true);
    });

    it('are not waited for by somebody who has interrupted the program', () => {
        const output = Buffer.from(LINES + IMAGES.sixel + IMAGES.sixel);
        const watch = watchOf(output);
        const second = output.length - IMAGES.sixel.length;
        watch.giveUp(second);
        expect(watch.isAhead(0, output.length)).to.equal(false);
        expect(watch.isAhead(second, output.length)).to.equal(true);
    });

    it('end where they are cancelled', () => {
        for (const end of ['\x18', '\x1a']) {
            const watch = watchOf(Buffer.from('lines'));
            watch.sent(Buffer.from(`\x1bPq~~~${end}lines`));
            expect(watch.isAhead(5, 5)).to.equal(false);
        }
    });

    it('are looked for once in each byte, however often it is asked', () => {
        let read = 0;
        const output = Buffer.from((LINES + IMAGES.sixel).repeat(200));
        const watch = new ImageWatch((from, budget) => {
            const piece = output.subarray(from, from + Math.min(budget, 4_096));
            read += piece.length;
            return piece;
        });
        for (let at = 0; at < output.length; at += 512) {
            watch.isAhead(at, output.length);
            watch.sent(output.subarray(at, at + 512));
        }
        expect(read).to.be.below(8 * output.length);
    });
});
