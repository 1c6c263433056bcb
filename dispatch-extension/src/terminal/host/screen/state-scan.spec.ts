import { Terminal } from '@xterm/headless';
import { expect } from 'chai';
import fc from 'fast-check';
import { StateScan } from '../../domain/state-scan';
import { TerminalModes } from './terminal-modes';

/** What programs send to change something that lasts, and what lies between. */
const TOKENS = [
    'text\r\n',
    '日本 é ',
    '\x1b[?2004h',
    '\x1b[?2004l',
    '\x1b[?1049h',
    '\x1b[?1049l',
    '\x1b[?1;1000;1006h',
    '\x1b[?1003h',
    '\x1b[?1000l\x1b[?1003l',
    '\x1b[?1l',
    '\x1b[?25l',
    '\x1b[?25h',
    '\x1b[?7l',
    '\x1b[?1004h',
    '\x1b=',
    '\x1b>',
    '\x1b[4h',
    '\x1b[4l',
    '\x1b[3;9r',
    '\x1b[r',
    '\x1b[?6h',
    '\x1b[?6l',
    '\x1b[5 q',
    '\x1b(0',
    '\x1b(B',
    '\x1b]2;a title\x07',
    '\x1b]0;an “other” title\x1b\\',
    '\x1b]133;A\x07',
    '\x1bP+q544e\x1b\\',
    '\x1b_a \x07 bell and [?25l in a string\x1b\\',
    '\x1b[2;5H\x1b[K',
    '\x1b[?2004\x18h',
    '\x1b[!p',
    '\x1bc',
    '\x1b[1;31m',
    '\x1b[0;38;2;1;2;3m',
    '\x1b[4m',
    '\x1b[m'
];

/** A terminal's place on the screen does not last. */
const CURSOR = new RegExp(`${String.fromCharCode(27)}\\[\\d+;\\d+H`);

describe('state scan', function () {
    this.timeout(60_000);

    it('brings a terminal to the state in which everything that it read would have left it, cut wherever', async () => {
        await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }), fc.nat(), cutState), {
            numRuns: 300
        });
    });

    it('forgets at a reset what was saved with the cursor', async () => {
        await cutState(['\x1b[0;38;2;1;2;3m', '\x1b[?1049h', '\x1bc', '\x1b[?1049l'], 0);
    });

    it('keeps nothing of the memory that it was fed from', () => {
        const scan = new StateScan(new Uint8Array(0), false);
        const memory = Buffer.from('\x1b[4 q\x1b[?2004h\x1b]2;title\x07\x1b[31m\x1b[?10');
        scan.feed(memory);
        memory.fill('x');
        scan.feed(Buffer.from('00h'));
        const result = Buffer.from(scan.result()).toString();
        for (const kept of ['\x1b[4 q', '\x1b[?2004h', '\x1b]2;title\x07', '\x1b[31m', '\x1b[?1000h']) {
            expect(result).to.contain(kept);
        }
        expect(result).not.to.contain('xx');
    });

    it('completes a sequence that was cut, at its beginning and at its end', async () => {
        const scan = new StateScan(Buffer.from('\x1b[?20'), false);
        scan.feed(Buffer.from('04h\x1b]2;half a ti'));
        expect(await stateAfter([scan.result(), Buffer.from('tle\x07')])).to.deep.include({ title: 'half a title' });
        expect(Buffer.from(scan.result()).toString()).to.contain('\x1b[?2004h');
    });

    it('says where the alternate screen was entered that is still shown', () => {
        const scan = new StateScan(new Uint8Array(0), false);
        scan.feed(Buffer.from('12345\x1b[?1049h...\x1b[?1049l'));
        expect([scan.isAlternate, scan.alternateSince]).to.deep.equal([false, undefined]);
        scan.feed(Buffer.from('..\x1b[?10'));
        scan.feed(Buffer.from('49h...'));
        expect([scan.isAlternate, scan.alternateSince]).to.deep.equal([true, 26]);
    });

    it('does not hold a string of any length', () => {
        const scan = new StateScan(new Uint8Array(0), false);
        scan.feed(Buffer.from('\x1b]52;c;'));
        for (let piece = 0; piece < 40; piece++) {
            scan.feed(Buffer.alloc(100_000, 'x'));
        }
        scan.feed(Buffer.from('\x07\x1b[?25l'));
        expect(scan.result().length).to.be.lessThan(100);
        expect(Buffer.from(scan.result()).toString()).to.contain('\x1b[?25l');
    });
});

async function cutState(tokens: string[], seed: number): Promise<void> {
    const all = Buffer.from(tokens.join(''));
    const cut = seed % (all.length + 1);
    const scan = new StateScan(new Uint8Array(0), false);
    scan.feed(all.subarray(0, cut));
    scan.feed(all.subarray(cut));
    expect(await stateAfter([scan.result()])).to.deep.equal(await stateAfter([all]));
}

/** All that lasts of what a terminal was told. */
async function stateAfter(pieces: Uint8Array[]): Promise<object> {
    const terminal = new Terminal({ cols: 40, rows: 12, allowProposedApi: true });
    const modes = new TerminalModes(terminal);
    let title = '';
    terminal.onTitleChange(changed => (title = changed));
    for (const piece of pieces) {
        await new Promise<void>(resolve => terminal.write(piece, resolve));
    }
    const state = modes.serialize().replace(CURSOR, '');
    await new Promise<void>(resolve => terminal.write('\x18\x1b[?6l\x1b[H@', resolve));
    const cell = terminal.buffer.active.getLine(terminal.buffer.active.baseY)?.getCell(0);
    const style = cell && [cell.getFgColor(), cell.isBold(), cell.isUnderline()];
    const { type } = terminal.buffer.active;
    terminal.dispose();
    return { state, style, type, title };
}
