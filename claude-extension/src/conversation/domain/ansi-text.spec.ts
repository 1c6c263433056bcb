import { expect } from 'chai';
import { ansiRuns, withoutAnsi } from './ansi-text';

const ESC = '\u001b';

describe('text with the colours of a terminal', () => {
    it('is cut where the style changes', () => {
        expect(ansiRuns(`a ${ESC}[1;31mred${ESC}[39m bold${ESC}[0m b`)).to.deep.equal([
            { text: 'a ' },
            { text: 'red', bold: true, colour: 'red' },
            { text: ' bold', bold: true },
            { text: ' b' }
        ]);
    });

    it('knows bright colours, backgrounds, the palette of 256 and colours by red, green and blue', () => {
        const styles = ['92', '41', '104', '38;5;9', '38;5;196', '48;5;244', '38;2;1;2;255', '38:2:1:2:3'];
        expect(styles.map(style => ansiRuns(`${ESC}[${style}mx`)[0])).to.deep.equal([
            { text: 'x', colour: 'brightGreen' },
            { text: 'x', background: 'red' },
            { text: 'x', background: 'brightBlue' },
            { text: 'x', colour: 'brightRed' },
            { text: 'x', colour: '#ff0000' },
            { text: 'x', background: '#808080' },
            { text: 'x', colour: '#0102ff' },
            { text: 'x', colour: '#010203' }
        ]);
    });

    it('leaves out what moves the cursor, titles, and codes that mean nothing', () => {
        expect(
            withoutAnsi(`${ESC}[2K${ESC}]0;title\u0007a${ESC}[?25lb${ESC}[999mc${ESC}(B${ESC}]8;;x${ESC}\\d`)
        ).to.equal('abcd');
    });

    it('keeps of a line that was written over only the last', () => {
        expect(withoutAnsi('10%\r50%\r100%\r\ndone\r')).to.equal('100%\ndone');
    });
});
