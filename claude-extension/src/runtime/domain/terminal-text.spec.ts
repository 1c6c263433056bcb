import { expect } from 'chai';
import fc from 'fast-check';
import { terminalText } from './terminal-text';

describe('text of a terminal', () => {
    it('leaves what nothing was written over exactly as it is, tabs and blanks at the end as well', () => {
        expect(terminalText('all:\r\n\tmake  \r\n\r\n  é漢😀')).to.equal('all:\n\tmake  \n\n  é漢😀');
    });

    it('is there in a moment, whatever a program prints (the session host stood still for minutes)', function () {
        this.timeout(30_000);
        const startedAtMs = Date.now();
        terminalText(`${'\r'.repeat(400_000)}x`);
        for (const piece of ['\x1b', '\x1b]', '\x1b[1;', '\x1b[C', '\b', '\x1b[200@', '\x1b[1K', '\x1b[P']) {
            const text = terminalText(`${'y'.repeat(60_000)}\r${piece.repeat(100_000 / piece.length)}x`);
            expect(text.length, JSON.stringify(piece)).to.be.below(200_000);
        }
        // a hundredth of what it took
        expect(Date.now() - startedAtMs).to.be.below(15_000);
    });

    it('has no colours, titles, links and bells', () => {
        const written =
            '\x1b[1;31mred\x1b[0m \x1b]0;title\x07\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\x07\r\n\x1b(Bend';
        expect(terminalText(written)).to.equal('red link\nend');
    });

    it('shows a line that was written over as it was in the end', () => {
        expect(terminalText('10%\r50%\r100% done\r\nabc\b\bX\x1b[K\r\n1\x1b[2K\r\x1b[32m2\x1b[0m')).to.equal(
            '100% done\naX\n2'
        );
    });

    it('takes line breaks of Windows, which a terminal doubles, for line breaks', () => {
        expect(terminalText('a\r\r\nb\r\r\n')).to.equal('a\nb\n');
    });

    it('makes no more of it than a terminal would show, however far the cursor is sent', () => {
        expect(terminalText('\x1b[65000Cx\r\n'.repeat(10)).length).to.be.lessThan(10 * 210);
    });

    it('has no control in it, whatever was written', function () {
        this.timeout(30_000);
        const anything = fc.string({ unit: 'binary', maxLength: 200 });
        fc.assert(
            fc.property(anything, written => {
                // eslint-disable-next-line no-control-regex -- these must not be there
                expect(terminalText(written)).to.not.match(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
            })
        );
    });
});
