import { expect } from 'chai';
import { placeOfCode, placeOfSelection, wholePlace, withCode } from './code-place';

const lines = (...all: string[]): string => all.map(line => `${line}\n`).join('');

const CLASS = lines(
    'export class Door {',
    '    open(): void {',
    '        this.isOpen = true;',
    '    }',
    '',
    '    close(): void {',
    '        this.isOpen = false;',
    '    }',
    '}'
);

describe('the place of code in a text', () => {
    const applied = (text: string, code: string): string | undefined => {
        const place = placeOfCode(text, code);
        return place && withCode(text, place);
    };

    it('is the block that begins with the same line, whatever the code is indented by', () => {
        const code = lines('close(): void {', '    this.log();', '    this.isOpen = false;', '}');
        const expected = CLASS.replace(
            '        this.isOpen = false;',
            '        this.log();\n        this.isOpen = false;'
        );
        expect(applied(CLASS, code)).to.equal(expected);
        expect(applied(CLASS, code.replace(/^(?=.)/gm, '      '))).to.equal(expected);
    });

    it('is several blocks where the code is several, known or new', () => {
        const open = ['    open(): void {', '        this.isOpen = 1;', '    }'];
        const close = ['    close(): void {', '        this.isOpen = 2;', '    }'];
        const both = applied(CLASS, lines(...open, '', ...close));
        expect(both).to.equal(CLASS.replace('true', '1').replace('false', '2'));
        const lock = ['    lock(): void {', '        this.isLocked = true;', '    }'];
        const more = applied(CLASS, lines(...open, '', ...lock));
        expect(more).to.equal(CLASS.replace('true;\n    }\n', `1;\n    }\n\n${lines(...lock)}`));
    });

    it('is a block that only its indentation ends', () => {
        const text = lines('def one():', '    return 1', '', '', 'def two():', '    x = 2', '    return x');
        expect(applied(text, lines('def one():', '    y = 1', '    return y'))).to.equal(
            text.replace('    return 1', '    y = 1\n    return y')
        );
        expect(applied(text, lines('def two():', '    return 2'))).to.equal(
            text.replace('    x = 2\n    return x', '    return 2')
        );
    });

    it('keeps the ends of lines of the text', () => {
        const text = CLASS.replaceAll('\n', '\r\n');
        const code = lines('    open(): void {', '        this.isOpen = 1;', '    }');
        expect(applied(text, code)).to.equal(text.replace('true', '1'));
        expect(withCode(text, wholePlace(text, 'a\nb'))).to.equal('a\r\nb\r\n');
    });

    it('is not guessed', () => {
        const twice = lines('if (a) {', '    b();', '}', 'if (a) {', '    c();', '}');
        for (const [text, code] of [
            [twice, lines('if (a) {', '    d();', '}')],
            [CLASS, lines('    lock(): void {', '        this.isLocked = true;', '    }')],
            [CLASS, lines('    open(): void {', '        return;', 'no end')],
            [CLASS, 'this.isOpen = true;'],
            [CLASS, lines('}', '}')],
            [CLASS, ''],
            ['', CLASS]
        ]) {
            expect(placeOfCode(text, code), code).to.equal(undefined);
        }
    });

    it('is what is selected, whole lines for whole lines', () => {
        const text = lines('one', 'two', 'three');
        expect(withCode(text, placeOfSelection(text, '2\n', 4, 7))).to.equal(lines('one', '2', 'three'));
        expect(withCode(text, placeOfSelection(text, '2', 4, 8))).to.equal(lines('one', '2', 'three'));
        expect(withCode(text, placeOfSelection(text, 'b', 5, 6))).to.equal(lines('one', 'tbo', 'three'));
    });
});
