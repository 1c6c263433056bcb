import { Terminal } from '@xterm/headless';
import { expect } from 'chai';
import fc from 'fast-check';
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

    /** As many rows as the screen has, and the cursor on it: else xterm takes rows for others from then on. */
    function expectWhole(): void {
        const { length, baseY, cursorY } = terminal.buffer.active;
        expect({ length, baseY }).to.deep.equal({ length: ROWS, baseY: 0 });
        expect(cursorY).to.be.within(0, ROWS - 1);
    }

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

    function rowOfCursor(): string | undefined {
        const { active } = terminal.buffer;
        return active.getLine(active.baseY + active.cursorY)?.translateToString(true);
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

    it('leaves as many rows as the screen has, also of a line that begins in the scrollback', async () => {
        const completions = '\r\none\r\ntwo\r\nthree\r\nfour\r\nfive\x1b[5A';
        await write(`${line(9)}\x1b]133;A\x07$ ${'x'.repeat(30)}${completions}${CLEAR_SCREEN}`);
        expectWhole();
        expect(shown().lines).to.deep.equal([`$ ${'x'.repeat(18)}`, 'x'.repeat(12)]);
        await write(`\r\n${line(20)}`);
        expect(shown().above).to.equal(23 - ROWS);
    });

    it('leaves the row of the cursor on a whole screen, whatever was printed and wherever the cursor is', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(PRINTED, { maxLength: 40 }),
                fc.integer({ min: 1, max: ROWS }),
                async (printed, up) => {
                    terminal.reset();
                    await write(`${printed.join('')}\x1b[${up}A`);
                    const row = rowOfCursor();
                    await write(CLEAR_SCREEN);
                    expectWhole();
                    expect(rowOfCursor()).to.equal(row);
                }
            )
        );
    });

    it('forgets the prompt of a terminal that is reset, by the page or by a program', async () => {
        for (const reset of [() => write('\x1bc'), async () => terminal.reset()]) {
            await write(`${line(9)}\x1b]133;A\x07$ `);
            await reset();
            await write(line(5));
            expect(clearing.serialize()).to.equal('');
            await write(`${line(4)}a\r\nb\r\nend${CLEAR_SCREEN}`);
            expect(shown().lines).to.deep.equal(['end']);
        }
    });

    it('draws the whole screen, where there is a page, and not that of a full-screen program', async () => {
        const drawn: [first: number, last: number][] = [];
        Object.assign(terminal, { refresh: (first: number, last: number) => drawn.push([first, last]) });
        await write(`${line(9)}\x1b[2;4r$ ${CLEAR_SCREEN}`);
        expect(drawn).to.deep.equal([[0, ROWS - 1]]);
        await write(`\x1b[?1049h${CLEAR_SCREEN}`);
        expect(drawn).to.have.length(1);
    });

    it('leaves a full-screen program as it is, and what is below it', async () => {
        await write(`${line(9)}$ vi\x1b[?1049h\x1b[H~ text${CLEAR_SCREEN}`);
        expect(shown().lines).to.deep.equal(['~ text']);
        await write('\x1b[?1049l');
        expect(shown().lines).to.have.length(10);
    });
});

/** What a shell and its commands print: text, steps of the cursor, margins, prompts, clearing. */
const PRINTED = fc.oneof(
    { weight: 4, arbitrary: fc.nat(70).map(count => 'abcdefghij'.repeat(7).slice(0, count)) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 9 }).map(line) },
    fc
        .tuple(fc.integer({ min: 1, max: ROWS }), fc.constantFrom('A', 'B', 'd', 'C'))
        .map(([by, to]) => `\x1b[${by}${to}`),
    { weight: 2, arbitrary: fc.constant('\x1b]133;A\x07$ ') },
    fc.constantFrom('\x1b]133;C\x07', '\x1b[2;4r', '\x1b[1;4r', '\x1b[r', '\x1b7', '\x1b8', CLEAR_SCREEN)
);

/** So many lines of output. */
function line(count: number): string {
    return Array.from({ length: count }, (_, index) => `line ${index}\r\n`).join('');
}
