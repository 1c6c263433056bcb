import { expect } from 'chai';
import { plainTextOf, typedLineOf } from './plain-text';

describe('output as plain text', () => {
    it('has no colours, titles and links, and keeps letters of all kinds', () => {
        const output = '\x1b[1;31mred\x1b[0m \x1b]0;title\x07\x1b]8;;http://x\x1b\\é漢😀\x1b]8;;\x1b\\\r\nend';
        expect(plainTextOf(output)).to.equal('red é漢😀\nend');
    });

    it('shows a line that is written over as it was in the end', () => {
        expect(plainTextOf('10%\r50%\r100% done\nabc\b\bX\x1b[K\na\tb')).to.equal('100% done\naX\na       b');
    });

    it('leaves out a sequence that is cut off', () => {
        expect(plainTextOf('text\x1b]0;never en')).to.equal('text');
    });
});

describe('a typed line', () => {
    it('is what stands there after all corrections', () => {
        expect(typedLineOf('lss\b\x1b[K -l\r\n\x1b[?2004l\r')).to.equal('ls -l');
        expect(typedLineOf(' secret\r\n')).to.equal(' secret');
    });
});
