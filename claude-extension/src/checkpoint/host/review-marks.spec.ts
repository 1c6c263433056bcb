import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReviewMarks } from './review-marks';

describe('review marks', () => {
    let folder: string;

    beforeEach(() => (folder = fs.mkdtempSync(join(tmpdir(), 'marks-'))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    it('are kept, and begin anew where what was kept cannot be read', async () => {
        const mark = ReviewMarks.of('a', 'b');
        await new ReviewMarks(folder).set([mark], true);
        expect([...(await new ReviewMarks(folder).all())]).to.deep.equal([mark]);
        fs.writeFileSync(join(folder, 'review-marks.json'), '[1');
        const marks = new ReviewMarks(folder);
        expect([...(await marks.all())]).to.deep.equal([]);
        await marks.set([mark], true);
        expect([...(await new ReviewMarks(folder).all())]).to.deep.equal([mark]);
    });
});
