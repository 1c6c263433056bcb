import { expect } from 'chai';
import { isReply, isSomebody } from './terminal-replies';

describe('terminal replies', () => {
    it('knows what xterm answers by itself', () => {
        const replies = [
            '\x1b[?1;2c',
            '\x1b[>0;276;0c',
            '\x1b[24;80R',
            '\x1b[?24;80R',
            '\x1b[0n',
            '\x1b[?2026;2$y',
            '\x1b[8;24;80t',
            '\x1b[I',
            '\x1b[O',
            '\x1b[?0u',
            '\x1bP1$r0m\x1b\\',
            '\x1bP>|xterm.js(6.0.0)\x1b\\',
            '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\',
            '\x1b]4;1;rgb:ffff/0000/0000\x07',
            '\x1b[?1;2c\x1b[24;80R'
        ];
        expect(replies.filter(reply => !isReply(reply))).to.deep.equal([]);
    });

    it('lets through what a person types or pastes', () => {
        const typed = [
            '',
            'a',
            '\r',
            '\x03',
            '\x1b',
            '\x1b[A',
            '\x1bOP',
            '\x1b[15~',
            '\x1b[1;5C',
            '\x1b[200~x\x1b[201~',
            '\x1b[0nx'
        ];
        expect(typed.filter(isReply)).to.deep.equal([]);
    });

    it('takes a mouse that only moves for nobody, and one that clicks or turns its wheel for somebody', () => {
        const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
        const moves = ['\x1b[<35;10;20M', '\x1b[<39;1;1M\x1b[<35;2;2M', '\x1b[MC!!', '\x1b[?1;2c'];
        expect(moves.filter(move => isSomebody(bytes(move)))).to.deep.equal([]);
        const acts = ['\x1b[<0;10;20M', '\x1b[<0;10;20m', '\x1b[<32;1;1M', '\x1b[<64;1;1M', '\x1b[M !!', '\x1b[A', 'x'];
        expect(acts.filter(act => !isSomebody(bytes(act)))).to.deep.equal([]);
    });
});
