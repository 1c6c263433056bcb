import { expect } from 'chai';
import { droppedName } from './dropped-name';

const TIME = new Date(2026, 10, 22, 9, 5, 7, 42);

describe('the name of a dropped file', () => {
    it('says when it came and what it was', () => {
        expect(droppedName('Bildschirmfoto (2).png', TIME)).to.equal('2026-11-22-090507042-Bildschirmfoto-2.png');
        expect(droppedName('日本.pdf', TIME)).to.equal('2026-11-22-090507042-日本.pdf');
    });

    it('leads nowhere and hides nothing', () => {
        for (const name of [
            '../../etc/passwd',
            '..',
            '.',
            '',
            '.bashrc',
            '-rf',
            'a\nb',
            '\u202egnp.exe',
            'C:\\x\\y.txt'
        ]) {
            expect(droppedName(name, TIME), JSON.stringify(name)).to.match(
                /^2026-11-22-090507042-[\p{L}\p{N}-][\p{L}\p{N}.-]*$/u
            );
            expect(droppedName(name, TIME)).not.to.include('..');
        }
    });

    it('fits into any file system', () => {
        expect(
            encodeURIComponent(droppedName(`${'𠀀'.repeat(300)}.${'x'.repeat(300)}`, TIME)).replace(/%../g, '.').length
        ).to.be.lessThan(255);
        expect(droppedName('x'.repeat(300) + '.png', TIME)).to.match(/\.png$/);
    });
});
