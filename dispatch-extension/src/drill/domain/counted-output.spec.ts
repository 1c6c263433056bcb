import { expect } from 'chai';
import fc from 'fast-check';
import { COUNTED_LINE_BYTES, CountedOutput, countedLine } from './counted-output';

function output(...numbers: number[]): Uint8Array {
    return new TextEncoder().encode(numbers.map(number => `${countedLine('probe', number)}\r\n`).join(''));
}

describe('counted output', () => {
    it('names what was passed over and what came again', () => {
        const counted = new CountedOutput('probe');
        counted.take(output(1, 2, 5, 5, 4, 6));
        expect(counted.tally).to.deep.equal({ seen: 4, lost: 2, doubled: 2, strangeBytes: 0, last: 6 });
    });

    it('counts a line that lost some of its bytes as lost, and its rest as strange', () => {
        const counted = new CountedOutput('probe');
        const bytes = output(1, 2, 3);
        counted.take(bytes.slice(0, COUNTED_LINE_BYTES + 40));
        counted.take(bytes.slice(COUNTED_LINE_BYTES + 50));
        expect(counted.tally).to.deep.equal({ seen: 2, lost: 1, doubled: 0, strangeBytes: 88, last: 3 });
    });

    it('does not look at what comes before the first line', () => {
        const counted = new CountedOutput('probe');
        counted.take(new TextEncoder().encode('$ ./count\r\n'));
        counted.take(output(1));
        expect(counted.tally).to.deep.equal({ seen: 1, lost: 0, doubled: 0, strangeBytes: 0, last: 1 });
    });

    it('says the same however the output is cut', () => {
        const whole = output(1, 2, 4, 3, 5);
        fc.assert(
            fc.property(fc.array(fc.nat({ max: whole.length })), cuts => {
                const counted = new CountedOutput('probe');
                const edges = [0, ...cuts.sort((a, b) => a - b), whole.length];
                edges.slice(1).forEach((edge, index) => counted.take(whole.slice(edges[index], edge)));
                expect(counted.tally).to.deep.equal({ seen: 4, lost: 1, doubled: 1, strangeBytes: 0, last: 5 });
            })
        );
    });
});
