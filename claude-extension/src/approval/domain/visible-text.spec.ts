import { expect } from 'chai';
import { hasAlike, hasUnseen, visibleRuns } from './visible-text';

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

    it('says how many of the same follow each other', () => {
        expect(visibleRuns('a\u200B\u200B\u200Bb')).to.deep.equal([
            { text: 'a' },
            { text: 'U+200B', codePoint: 'U+200B', count: 3 },
            { text: 'b' }
        ]);
    });
});

describe('look-alikes', () => {
    it('are pointed out in a word that could be read as Latin', () => {
        expect(visibleRuns('npm run buіld')).to.deep.equal([
            { text: 'npm run bu' },
            { text: 'і', codePoint: 'U+0456', alike: 'i' },
            { text: 'ld' }
        ]);
        expect(hasAlike('раураl.com')).to.equal(true);
        expect(hasAlike('сора')).to.equal(true);
        expect(hasAlike('ｒｍ')).to.equal(true);
        expect(hasAlike('𝗋𝗆')).to.equal(true);
    });

    it('are signs that a shell does not take for what they seem', () => {
        for (const text of [
            'rm –rf',
            'a∕b',
            'a；b',
            'echo “x”',
            'a‐b',
            'https꞉//x',
            'a․b',
            'x ❘ y'.replace('❘', '∣')
        ]) {
            expect(hasAlike(text), text).to.equal(true);
        }
    });

    it('are none in other scripts, in prose and in names with accents', () => {
        for (const text of [
            'привет мир',
            'Ελληνικά λόγια',
            'naïve Ærø — it’s',
            '日本語、（はい）',
            'Grüße 👍',
            'שלום'
        ]) {
            expect(hasAlike(text), text).to.equal(false);
        }
    });
});

describe('S32: what a hostile call shows', () => {
    const hostile: [name: string, text: string][] = [
        ['ANSI', '\u001B[2K\u001B[1A\u001B]8;;https://x\u0007ls\u009B31m'],
        ['bidi', 'rm \u202E\u2066gpj.exe\u2069\u200F'],
        ['CR', 'rm -rf /\rls -l    '],
        ['look-alikes', 'сurl һttps:∕∕еxample.org'],
        ['marks', 'r\u0338\u0338m \u20DD'],
        ['halves', '\uD800x\uDC00'],
        ['tags', 'ls \u{E0041}\u{E0042}']
    ];
    for (const [name, text] of hostile) {
        it(`is inert and complete: ${name}`, () => {
            const runs = visibleRuns(text);
            // eslint-disable-next-line no-control-regex
            expect(runs.some(run => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(run.text))).to.equal(
                false
            );
            const whole = runs.map(run => {
                const original = run.codePoint ? String.fromCodePoint(parseInt(run.codePoint.slice(2), 16)) : run.text;
                return original.repeat(run.count ?? 1);
            });
            expect(whole.join('')).to.equal(text);
        });
    }

    it('can be shown though it is 1 MiB of nothing but traps', () => {
        for (const piece of ['a\u202E', '\u001B[2K', 'аb', '\u200B']) {
            const text = piece.repeat(Math.ceil((1024 * 1024) / piece.length));
            const runs = visibleRuns(text);
            expect(runs.length).to.be.lessThan(2_100);
            const shown = runs.reduce((sum, run) => sum + run.text.length, 0);
            expect(shown).to.be.greaterThan(runs.some(run => run.count) ? 5 : 1024 * 1024 - 1);
        }
    }).timeout(30_000);
});
