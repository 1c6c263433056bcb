import { expect } from 'chai';
import { shownText } from './shown-bytes';

describe('shown output', () => {
    it('keeps text, colours, links and what stays within lines', () => {
        const kept = '\x1b[1;31mred\x1b[0m\r\x1b[K\x1b[3Cx\x1b]8;;http://x\x07link\x1b]8;;\x07\ttab\b\r\n';
        expect(shownText(kept)).to.equal(kept);
    });

    it('leaves out what changes a mode, clears, asks, rings or tells something else', () => {
        const left =
            '\x1b[?2004h\x1b[?25l\x1b[2J\x1b[3J\x1b[6n\x1b[c\x1b[>c\x1b[!p\x1b[5 q\x1b[1;5r\x1bc\x1b7\x1b(0\x07\x0e';
        expect(shownText(`a${left}\x1b]0;title\x07\x1b]52;c;eA==\x1b\\\x1bPq~\x1b\\b`)).to.equal('ab');
    });

    it('begins a line where the cursor was moved over the screen', () => {
        expect(shownText('one\x1b[5;1Htwo')).to.equal('one\r\ntwo');
    });
});
