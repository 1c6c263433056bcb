import { expect } from 'chai';
import * as fc from 'fast-check';
import { HiddenSpans } from './hidden-spans';

describe('hidden spans', () => {
    it('leaves out what full-screen programs draw, and nothing else', () => {
        expect(visibleOf('one\n\x1b[?1049hdrawn\x1b[2J\n\x1b[?1049ltwo\n\x1b[31mred\x1b[0m')).to.equal(
            'one\ntwo\n\x1b[31mred\x1b[0m'
        );
        expect(visibleOf('a\x1b[?1;1047hdrawn')).to.equal('a');
        expect(visibleOf('a\x1b[?1047hdrawn\x1b[?2004hx\x1bcback')).to.equal('aback');
    });

    it('leaves out pictures, which have line ends of their own', () => {
        expect(visibleOf('a\x1bPq#0~~\n~~\x1b\\b')).to.equal('a\x1b\\b');
        expect(visibleOf('a\x1bPq#0~~\x1b\\b\x1b]8;;http://x\x07link')).to.equal(
            'a\x1bPq#0~~\x1b\\b\x1b]8;;http://x\x07link'
        );
    });

    it('finds the same however the output is cut', () => {
        const part = fc.constantFrom(
            ...['text', '\n', '\x1b[?1049h', '\x1b[?1049l', '\x1b[31m', '\x1bPq\n', '\x1b\\', '\x1b]0;t\x07', '\x18'],
            ...['\x1b', '\x1b[?10', 'é', '\x1bc']
        );
        fc.assert(
            fc.property(fc.array(part), fc.array(fc.nat(60)), (parts, cuts) => {
                const text = parts.join('');
                expect(visibleOf(text, cuts)).to.equal(visibleOf(text));
            })
        );
    });

    it('takes what was open for closed where output is missing', () => {
        const spans = new HiddenSpans();
        spans.feed(new TextEncoder().encode('ab\x1b[?1049hxyz'), 0);
        spans.feed(new TextEncoder().encode('back'), 100);
        expect(spans.visible(0, 104)).to.deep.equal([
            { from: 0, to: 2 },
            { from: 100, to: 104 }
        ]);
    });
});

function visibleOf(text: string, cuts: readonly number[] = []): string {
    const bytes = new TextEncoder().encode(text);
    const spans = new HiddenSpans();
    const bounds = [...new Set([0, ...cuts.filter(cut => cut < bytes.length), bytes.length])].sort((a, b) => a - b);
    bounds.slice(1).forEach((end, index) => spans.feed(bytes.subarray(bounds[index], end), bounds[index]));
    const decoder = new TextDecoder();
    return spans
        .visible(0, bytes.length)
        .map(({ from, to }) => decoder.decode(bytes.subarray(from, to), { stream: true }))
        .join('');
}
