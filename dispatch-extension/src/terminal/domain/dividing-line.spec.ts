import { expect } from 'chai';
import { dividingLine } from './dividing-line';

describe('dividing line', () => {
    it('says when, and leaves the screen and modes of a program that was killed', () => {
        const line = dividingLine({ atMs: new Date(2026, 10, 22, 9, 5).getTime() });
        expect(line).to.contain('──── started again, 2026-11-22 09:05 ────');
        expect(line.indexOf('\x1b[?1047l')).to.equal(0);
        expect(line).to.contain('\x1b[?2004l').and.contain('\x1b[?25h');
    });

    it('says where it was started when its folder is gone, whatever the folder was called', () => {
        const line = dividingLine({ atMs: 0, elsewhere: { wanted: '/work/\x1b]2;evil\x07', used: '/work' } });
        expect(line).to.contain('/work/?]2;evil? is not there any more; this is /work');
    });
});
