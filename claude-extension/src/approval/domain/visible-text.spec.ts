import { expect } from 'chai';
import { hasUnseen, visibleRuns } from './visible-text';

describe('visible text', () => {
    it('leaves what everybody can see as it is, with new lines, tabs and other scripts', () => {
        const text = 'cd "Grüße/日本"\n\tmake all # שלום 👍';
        expect(visibleRuns(text)).to.deep.equal([{ text }]);
    });

    it('points out a character that turns the direction of what follows', () => {
        expect(visibleRuns('rm \u202Egpj.exe')).to.deep.equal([
            { text: 'rm ' },
            { text: 'U+202E', codePoint: 'U+202E' },
            { text: 'gpj.exe' }
        ]);
    });

    it('shows an escape and a carriage return, which a terminal would obey', () => {
        expect(visibleRuns('a\u001B[2K\rb')).to.deep.equal([
            { text: 'a' },
            { text: 'ESC', codePoint: 'U+001B' },
            { text: '[2K' },
            { text: 'CR', codePoint: 'U+000D' },
            { text: 'b' }
        ]);
    });

    for (const [name, character] of Object.entries({
        'a zero-width space': '\u200B',
        'a no-break space': '\u00A0',
        'a byte order mark': '\uFEFF',
        'a tag character': '\u{E0041}',
        'a line separator': '\u2028',
        'a Hangul filler': '\u3164',
        'an empty braille cell': '\u2800',
        'half of a surrogate pair': '\uD800',
        'a delete': '\u007F',
        'a C1 control': '\u009B'
    })) {
        it(`points out ${name}`, () => {
            expect(hasUnseen(`a${character}b`)).to.equal(true);
        });
    }

    it('loses nothing: the runs without their stand-ins and the characters pointed out make the whole', () => {
        const text = '\u0000x\u202Ey z\u200B';
        const whole = visibleRuns(text).map(({ text: t, codePoint }) =>
            codePoint ? String.fromCodePoint(parseInt(codePoint.slice(2), 16)) : t
        );
        expect(whole.join('')).to.equal(text);
    });

    it('has nothing to show for an empty text', () => {
        expect(visibleRuns('')).to.deep.equal([]);
    });
});
