import { expect } from 'chai';
import { asOneLine, countLines, needsQuestion, previewOf, withoutControls, withoutTrailingSpaces } from './paste-text';

describe('pasted text', () => {
    it('cannot end a bracketed paste early, nor press a key', () => {
        expect(withoutControls('a\x1b[201~rm -rf x\r')).to.equal('a␛[201~rm -rf x\r');
        expect(withoutControls('\x03\x04\x7f\x9b201~')).to.equal('␃␄␡201~');
    });

    it('keeps tabs, line ends and letters of the world', () => {
        const text = 'a\tb\r\nc\nd\r日本 👩‍👩‍👧 é';
        expect(withoutControls(text)).to.equal(text);
    });

    it('is asked about where a program would run its lines one by one', () => {
        expect(needsQuestion('a\nb', 'auto', false)).to.equal(true);
        expect(needsQuestion('a\rb', 'auto', false)).to.equal(true);
        expect(needsQuestion('a\nb', 'auto', true)).to.equal(false);
        expect(needsQuestion('a\n', 'auto', false)).to.equal(false);
        expect(needsQuestion('a', 'always', false)).to.equal(false);
        expect(needsQuestion('a\n', 'always', true)).to.equal(true);
        expect(needsQuestion('a\nb', 'never', false)).to.equal(false);
    });

    it('is shown by its first lines', () => {
        expect(countLines('a\nb\n')).to.equal(2);
        expect(previewOf('a\nb\nc\nd\ne\n')).to.deep.equal({ lines: ['a', 'b', 'c'], more: 2 });
        expect(previewOf('x'.repeat(100)).lines[0]).to.equal(`${'x'.repeat(60)}…`);
    });

    it('becomes one line that is one command', () => {
        expect(asOneLine('docker run \\\n   -it \\\n  alpine\n\n')).to.equal('docker run -it alpine');
    });
});

describe('copied text', () => {
    it('has no spaces at the ends of lines', () => {
        expect(withoutTrailingSpaces('a   \n  b \t\n\nc ')).to.equal('a\n  b\n\nc');
        expect(withoutTrailingSpaces('   ')).to.equal('   ');
    });
});
