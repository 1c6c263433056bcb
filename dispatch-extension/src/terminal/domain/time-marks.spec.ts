import { expect } from 'chai';
import fc from 'fast-check';
import { TimeMark } from './output-times';
import { decodeMarks, encodeMark } from './time-marks';

const ORIGIN = 4_194_304;
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 0, max: 2 ** 42 })));

describe('time marks', () => {
    it('are read as they were written, and a torn one at the end is left out', () => {
        fc.assert(
            fc.property(steps, fc.nat(3), (deltas, cut) => {
                const { marks, sizes, bytes } = written(deltas);
                expect(decodeMarks(bytes, ORIGIN)).to.deep.equal(marks);
                const lastBytes = sizes.at(-1) ?? 0;
                const torn = Math.min(cut, lastBytes);
                const whole = torn === 0 ? marks : marks.slice(0, -1);
                expect(decodeMarks(bytes.subarray(0, bytes.length - torn), ORIGIN)).to.deep.equal(whole);
            })
        );
    });

    it('take few bytes: a second of steady output is some sixty', () => {
        const { bytes } = written(Array.from({ length: 20 }, () => [2_000, 50]));
        expect(bytes.length).to.be.lessThan(70);
    });
});

function written(deltas: readonly (readonly number[])[]): { marks: TimeMark[]; sizes: number[]; bytes: Uint8Array } {
    let before: TimeMark = { at: ORIGIN, ms: 0 };
    const marks: TimeMark[] = [];
    const encoded = deltas.map(([bytes, ms]) => {
        const mark = { at: before.at + bytes, ms: before.ms + ms };
        const out = encodeMark(mark, before);
        marks.push((before = mark));
        return out;
    });
    return { marks, sizes: encoded.map(({ length }) => length), bytes: Uint8Array.from(encoded.flat()) };
}
