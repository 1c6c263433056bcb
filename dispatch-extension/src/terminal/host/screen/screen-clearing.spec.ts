import { Terminal } from '@xterm/headless';
import { expect } from 'chai';
import { CLEAR_SCREEN, ScreenClearing } from '../../domain/screen-clearing';

const ROWS = 6;

describe('clearing a screen', () => {
    let terminal: Terminal;
    let clearing: ScreenClearing;

    beforeEach(() => {
        terminal = new Terminal({ cols: 20, rows: ROWS, scrollback: 50, allowProposedApi: true });
        clearing = new ScreenClearing(terminal);
    });

    afterEach(() => terminal.dispose());

    function write(text: string): Promise<void> {
        return new Promise(resolve => terminal.write(text, resolve));
    }

    function shown(): { lines: string[]; cursor: [column: number, row: number]; above: number } {
        const { active } = terminal.buffer;
        const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)!.translateToString(true));
        return {
            lines: lines.slice(0, lines.findLastIndex(line => line !== '') + 1),
            cursor: [active.cursorX, active.cursorY],
            above: active.length - ROWS
        };
    }

    it('leaves the line of the cursor, at the top, and nothing above or below it', async () => {
        await write(`${line(20)}$ echo hi\x1b7\r\nbelow\x1b8\x1b[2D${CLEAR_SCREEN}`);
        expect(shown()).to.deep.equal({ lines: ['$ echo hi'], cursor: [7, 0], above: 0 });
        await write(`${line(20)}$ `);
        expect(shown()).to.deep.include({ cursor: [2, ROWS - 1], above: 21 - ROWS });
    });

    it('leaves all rows of a long line, wherever in it the cursor stands', async () => {
        await write(`${line(9)}$ ${'x'.repeat(50)}\x1b[A\x1b[4G${CLEAR_SCREEN}`);
        expect(shown()).to.deep.equal({
            lines: [`$ ${'x'.repeat(18)}`, 'x'.repeat(20), 'x'.repeat(12)],
            cursor: [3, 1],
            above: 0
        });
    });

    it('keeps the marks at the line that stays, which xterm forgets, and lets go of the others', async () => {
        await write(line(3));
        const above = terminal.registerMarker(0);
        await write(`${line(9)}\x1b[3A$ `);
        const prompt = terminal.registerMarker(0);
        const below = terminal.registerMarker(1);
        await write(CLEAR_SCREEN);
        expect([above, prompt, below].map(marker => marker?.line)).to.deep.equal([-1, 0, -1]);
    });

    it('leaves a prompt of several lines whole, with what was typed in several', async () => {
        await write(`${line(9)}\x1b]633;A\x07in a folder\r\n$ for a in b\r\n> do${CLEAR_SCREEN}`);
        expect(shown()).to.deep.equal({
            lines: ['in a folder', '$ for a in b', '> do'],
            cursor: [4, 2],
            above: 0
        });
        await write(`\r\n\x1b]633;C\x07one\r\ntwo${CLEAR_SCREEN}`);
        expect(shown().lines).to.deep.equal(['two']);
    });

    it('leaves no prompt that has scrolled away', async () => {
        await write(`\x1b]133;A\x07$ \r\n${line(9)}end${CLEAR_SCREEN}`);
        expect(shown().lines).to.deep.equal(['end']);
    });

    it('knows the prompt also in a terminal that was made to look the same', async () => {
        await write(`${line(9)}\x1b]133;A\x07in a folder\r\n$ `);
        const told = clearing.serialize();
        await write(`\x1bc${line(9)}in a folder\r\n$ ${told}${CLEAR_SCREEN}`);
        expect(shown().lines).to.deep.equal(['in a folder', '$ ']);
        await write('\x1b]133;C\x07');
        expect(clearing.serialize()).to.equal('');
    });

    it('restores a cursor that was saved in that line to that line', async () => {
        await write(`${line(20)}$ \x1b7echo${CLEAR_SCREEN}\x1b8`);
        expect(shown()).to.deep.equal({ lines: ['$ echo'], cursor: [2, 0], above: 0 });
    });

    it('keeps more rows than the screen has of no line', async () => {
        await write(`$ ${'x'.repeat(200)}${CLEAR_SCREEN}`);
        expect(shown()).to.deep.include({ above: 0, cursor: [2, ROWS - 1] });
        expect(shown().lines).to.have.length(ROWS);
    });

    it('leaves a full-screen program as it is, and what is below it', async () => {
        await write(`${line(9)}$ vi\x1b[?1049h\x1b[H~ text${CLEAR_SCREEN}`);
        expect(shown().lines).to.deep.equal(['~ text']);
        await write('\x1b[?1049l');
        expect(shown().lines).to.have.length(10);
    });
});

/** So many lines of output. */
function line(count: number): string {
    return Array.from({ length: count }, (_, index) => `line ${index}\r\n`).join('');
}
