import { expect } from 'chai';
import { drillReport, inWords, ProbeResult } from './drill-report';

const GOOD: ProbeResult = {
    kept: true,
    tally: { seen: 1_000, lost: 0, doubled: 0, strangeBytes: 0, last: 1_000 },
    leftOutBytes: 0,
    replacedByPictures: 0
};

describe('drill report', () => {
    for (const [what, bad] of Object.entries({
        'a process that was not kept': { ...GOOD, kept: false },
        'a lost line': { ...GOOD, tally: { ...GOOD.tally, lost: 1 } },
        'a doubled line': { ...GOOD, tally: { ...GOOD.tally, doubled: 1 } },
        'a torn line': { ...GOOD, tally: { ...GOOD.tally, strangeBytes: 3 } },
        'bytes that the host left out': { ...GOOD, leftOutBytes: 1 },
        'a picture in place of lines': { ...GOOD, replacedByPictures: 1 },
        'a probe that showed nothing': { ...GOOD, tally: { ...GOOD.tally, seen: 0, last: 0 } }
    })) {
        it(`fails for ${what}`, () => {
            expect(drillReport([GOOD, bad], []).passed).to.equal(false);
        });
    }

    it('passes when everything was kept, and says so in words', () => {
        const report = drillReport([GOOD, GOOD], [{ process: 'gateway', backMs: 640, shownMs: 1_250 }]);
        expect(inWords(report).split('\n')).to.deep.equal([
            '  processes kept  2 of 2',
            '  bytes shown     200,000',
            '  bytes lost      0',
            '  bytes doubled   0',
            '  gateway killed  back after 0.6 s, every terminal current after 1.3 s',
            'Passed.'
        ]);
    });
});
