import { expect } from 'chai';
import * as fc from 'fast-check';
import { findShellMarks, withoutSpans } from './shell-marks';

const encoder = new TextEncoder();

describe('shell marks in a recording', () => {
    it('are left out, and nothing else, however the output is cut into pieces', () => {
        const part = fc.constantFrom(
            'text',
            '\x1b[1m',
            '\x1b]0;t\x07',
            '\x1b]633;E;ls;secret\x07',
            '\x1b]633;A\x1b\\',
            'é'
        );
        fc.assert(
            fc.property(fc.array(part), fc.nat(200), (parts, cut) => {
                const bytes = encoder.encode(parts.join(''));
                const expected = parts.filter(each => !each.startsWith('\x1b]633')).join('');
                const end = Math.min(cut, bytes.length);
                const first = findShellMarks(bytes.subarray(0, end));
                const rest = bytes.subarray(first.openAt);
                const decoder = new TextDecoder();
                const text =
                    decoder.decode(withoutSpans(bytes, { from: 0, to: first.openAt }, first.spans), { stream: true }) +
                    decoder.decode(withoutSpans(rest, { from: 0, to: rest.length }, findShellMarks(rest).spans));
                expect(text).to.equal(expected);
            })
        );
    });
});
