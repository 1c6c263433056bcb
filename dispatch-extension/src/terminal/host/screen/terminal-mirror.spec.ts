import { SerializeAddon } from '@xterm/addon-serialize';
import { ITerminalAddon, Terminal } from '@xterm/headless';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { expect } from 'chai';
import { GridChange, GridHistory } from '../../domain/grid-history';
import { CLEAR_SCREEN, ScreenClearing } from '../../domain/screen-clearing';
import { MirrorSource } from './mirror-source';
import { BRIEF_LINES, DRAW_LATER, DRAW_NOW, ScreenPicture, SCROLLBACK_LINES, TerminalMirror } from './terminal-mirror';
import { TerminalModes } from './terminal-modes';

const GRID = { columns: 40, rows: 12 };

/** What programs send: text, colours, wide characters, a full-screen editor, margins, a title, mouse and paste modes. */
const SHOW = [
    'first line\r\n\x1b[31mred \x1b[1mbold\x1b[0m plain\r\n',
    '日本語 wide, 👩‍👩‍👧 family, e\u0301 combined\r\n',
    `${'long '.repeat(30)}\r\n`,
    '\x1b]2;a title\x07\x1b[?2004h$ vim\r\n',
    '\x1b[?1049h\x1b[?1h\x1b=\x1b[?1002h\x1b[?1006h\x1b[2;8r\x1b[?25l\x1b[5;5Hediting\x1b[4 q',
    '\x1b(0lqqk\x1b(B\x1b[7m status \x1b[27m',
    '\x1b[?1049l\x1b[?1l\x1b>\x1b[?1002l\x1b[?1006l\x1b[r\x1b[?25h\x1b[12;1Hdone\r\n',
    Array.from({ length: 40 }, (_, index) => `line ${index}\r\n`).join(''),
    '\x1b[3;10r\x1b[?6h\x1b[2;3Hin the margins\x1b[?6l\x1b[r\x1b[12;1H$ '
].join('');

class Output implements MirrorSource {
    start = 0;
    constructor(private bytes: Buffer) {}
    get end(): number {
        return this.bytes.length;
    }
    read(from: number, budget: number): Uint8Array | undefined {
        return from < this.start ? undefined : this.bytes.subarray(from, from + budget);
    }
    nextRetained(from: number): number {
        return Math.max(from, this.start);
    }
    append(bytes: Buffer): void {
        this.bytes = Buffer.concat([this.bytes, bytes]);
    }
}

describe('terminal mirror', function () {
    this.timeout(60_000);

    it('gives a picture after which the rest of the output looks as if one had seen all of it, cut wherever', async () => {
        const all = Buffer.from(SHOW);
        const expected = await stateAfter([all]);
        for (const cut of cutsOf(all)) {
            const snapshot = await snapshotOf(new Output(all.subarray(0, cut)));
            expect(snapshot.at).to.equal(cut);
            const got = await stateAfter([Buffer.from(snapshot.bytes), all.subarray(cut)]);
            expect(
                got,
                `cut at ${cut}, before ${JSON.stringify(all.subarray(cut, cut + 20).toString())}`
            ).to.deep.equal(expected);
        }
    });

    it('is cleared where that was said, as who saw all of it is, cut wherever', async () => {
        const lines = Array.from({ length: 20 }, (_, index) => `line ${index}\r\n`).join('');
        const all = Buffer.from(
            `${lines}\x1b]133;A\x07in a folder\r\n$ \x1b[32mecho${CLEAR_SCREEN} after\r\nafter\r\n$ `
        );
        const expected = await stateAfter([all]);
        expect(expected.lines.slice(0, 4)).to.deep.equal(['in a folder', '$ echo after', 'after', '$ ']);
        for (let cut = lines.length; cut <= all.length; cut++) {
            const snapshot = await snapshotOf(new Output(all.subarray(0, cut)));
            expect(await stateAfter([Buffer.from(snapshot.bytes), all.subarray(cut)]), `${cut}`).to.deep.equal(
                expected
            );
        }
    });

    it('follows the place of a prompt through a clearing, and lets go of the places above it', async () => {
        const before = Buffer.from('one\r\ntwo\r\n$ ');
        const output = new Output(Buffer.concat([before, Buffer.from(`${CLEAR_SCREEN}ls\r\na b\r\n$ `)]));
        const mirror = TerminalMirror.beginAt(0, GRID);
        const grids = new GridHistory([{ at: 0, grid: GRID }]);
        await mirror.advance(output, grids, output.end, [5, before.length]);
        expect(mirror.picture().anchors).to.deep.equal([[before.length, 2]]);
        mirror.dispose();
    });

    it('brings the modes along in the middle of a full-screen program', async () => {
        const inEditor = Buffer.from(SHOW.slice(0, SHOW.indexOf('\x1b[?1049l')));
        const snapshot = await snapshotOf(new Output(inEditor));
        const picture = Buffer.from(snapshot.bytes).toString();
        for (const mode of [
            '[?2004h',
            '[?1h',
            '[?1002h',
            '[?1006h',
            '[?25l',
            '[?1049h',
            '[2;8r',
            '[4 q',
            ']2;a title'
        ]) {
            expect(picture, mode).to.contain(`\x1b${mode}`);
        }
        expect(await stateAfter([Buffer.from(snapshot.bytes)])).to.deep.equal(await stateAfter([inEditor]));
    });

    it('changes its size where the output did', async () => {
        const before = Buffer.from('x'.repeat(60));
        const changes: GridChange[] = [
            { at: 0, grid: GRID },
            { at: before.length, grid: { columns: 20, rows: 12 } }
        ];
        const snapshot = await snapshotOf(new Output(Buffer.concat([before, Buffer.from('\r\nafter')])), changes);
        expect(snapshot.grid).to.deep.equal({ columns: 20, rows: 12 });
    });

    it('says nothing to the program, however it is asked', async () => {
        const output = new Output(Buffer.from('\x1b[c\x1b[6n\x1b]10;?\x07'));
        const snapshot = await snapshotOf(output);
        expect(wordsOf(snapshot)).to.equal('');
    });

    it('leaves text of a flood out, as many lines as have scrolled away, and nothing that lasts', async () => {
        const modes = '\x1b[?2004h\x1b[?1000h\x1b]2;a title\x07\x1b[5 q';
        const flood = Buffer.alloc(40 * 1024 * 1024, 'some words of a flood\r\n');
        const all = Buffer.concat([Buffer.from(`gone${modes}`), flood, Buffer.from('\x1b[31mred\r\nthe end')]);
        const snapshot = await snapshotOf(new Output(all));
        expect(snapshot.at).to.equal(all.length);
        const short = Buffer.concat([Buffer.from(modes), flood.subarray(-25_300), all.subarray(-17)]);
        expect(await stateAfter([Buffer.from(snapshot.bytes)])).to.deep.equal(await stateAfter([short]));
    });

    it('skips in the middle of a flood what has scrolled away, and is at its end as if it had not', async () => {
        const line = '\x1b[1msome \x1b[33mwords of a flood\x1b[m\r\n';
        const all = Buffer.concat([
            Buffer.from('\x1b[?2004h\x1b]2;a title\x07\x1b[5 q'),
            Buffer.alloc(3 * 1024 * 1024, line),
            Buffer.from('\x1b[31mred\r\nthe end')
        ]);
        const output = new Output(all);
        const grids = new GridHistory([{ at: 0, grid: GRID }]);
        const mirror = TerminalMirror.beginAt(0, GRID);
        for (const end of [1_000_000, 2_000_000, 3_000_000]) {
            await mirror.leaveOut(output, grids, end);
            expect(end - mirror.position).to.be.within(1, 512 * 1024);
        }
        await mirror.advance(output, grids, all.length);
        const got = await stateAfter([Buffer.from(mirror.picture().bytes)], SCROLLBACK_LINES);
        expect(got).to.deep.equal(await stateAfter([all], SCROLLBACK_LINES));
        mirror.dispose();
    });

    it('gives the same picture with few lines above it to who is in a hurry', async () => {
        const output = new Output(Buffer.concat([Buffer.alloc(60_000, 'flood\r\n'), Buffer.from(SHOW)]));
        const mirror = TerminalMirror.beginAt(0, GRID);
        await mirror.advance(output, new GridHistory([{ at: 0, grid: GRID }]), output.end);
        const [whole, brief] = await Promise.all(
            [mirror.picture(), mirror.briefPicture()].map(({ bytes }) => stateAfter([Buffer.from(bytes)], 5_000))
        );
        expect(brief.lines).to.have.length(BRIEF_LINES + GRID.rows);
        expect({ ...brief, lines: [] }).to.deep.equal({ ...whole, lines: [] });
        expect(whole.lines.slice(-brief.lines.length)).to.deep.equal(brief.lines);
        mirror.dispose();
    });

    it('gives a glimpse of what comes, as brief a picture as one that had read everything, and stays where it is', async () => {
        const before = Buffer.from('\x1b[?2004h\x1b[?1000h\x1b]2;a title\x07\x1b[5 q\x1b[1;32mgreen \x1b[4');
        const flood = Buffer.alloc(3 * 1024 * 1024, 'm\x1b[0msome \x1b[33mwords of a flood\r\n');
        const all = Buffer.concat([before, flood, Buffer.from('\x1b[?1000l\x1b[31mred\r\nthe end\x1b[1')]);
        const output = new Output(all);
        const grids = new GridHistory([{ at: 0, grid: GRID }]);
        const [mirror, other] = [TerminalMirror.beginAt(0, GRID), TerminalMirror.beginAt(0, GRID)];
        const places = [all.length - 12];
        await mirror.advance(output, grids, before.length);
        await other.advance(output, grids, all.length, places);
        const [glimpse, brief] = [await mirror.glimpse(output, grids, all.length, places), other.briefPicture()];
        const rest = Buffer.from(';4munderlined');
        const [got, expected] = await Promise.all(
            [glimpse!, brief].map(({ bytes }) => stateAfter([Buffer.from(bytes), rest], 5_000))
        );
        expect(got).to.deep.equal(expected);
        expect(got.lines).to.have.length(BRIEF_LINES + GRID.rows);
        expect([glimpse!.at, glimpse!.anchors]).to.deep.equal([all.length, brief.anchors]);
        expect(brief.anchors).to.have.length(1);
        expect(mirror.position).to.equal(before.length);
        [mirror, other].forEach(each => each.dispose());
    });

    it('gives no glimpse where a full-screen program is shown, nor of what is near', async () => {
        const shell = Buffer.alloc(2 * 1024 * 1024, 'a line of a shell\r\n');
        const output = new Output(Buffer.concat([shell, Buffer.from('\x1b[?1049hdrawn once'), shell]));
        const grids = new GridHistory([{ at: 0, grid: GRID }]);
        const mirror = TerminalMirror.beginAt(0, GRID);
        expect(await mirror.glimpse(output, grids, 500_000)).to.equal(undefined);
        expect(await mirror.glimpse(output, grids, output.end)).to.equal(undefined);
        mirror.dispose();
    });

    it('leaves nothing out that a full-screen program has drawn, though it goes on for long', async () => {
        const drawn = Buffer.from('\x1b[?1049h\x1b[1;1Hdrawn once');
        const shell = Buffer.alloc(2 * 1024 * 1024, 'a line of a shell\r\n');
        const updates = Buffer.alloc(3 * 1024 * 1024, '\x1b[5;1Hcounting \x1b[K');
        const snapshot = await snapshotOf(new Output(Buffer.concat([shell, drawn, updates])));
        expect(Buffer.from(snapshot.bytes).toString()).to.contain('drawn once');
    });

    it('keeps what stands below a full-screen program, however long that draws', async () => {
        const shell = Buffer.concat([Buffer.alloc(2 * 1024 * 1024, 'gone\r\n'), Buffer.from('words of a shell\r\n')]);
        const enter = Buffer.from('\x1b[?1049h\x1b[1;1Hdrawn once');
        const exit = Buffer.from('\x1b[?1049l');
        for (const mib of [3, 12]) {
            const updates = Buffer.alloc(mib * 1024 * 1024, '\x1b[5;1Hcounting \x1b[K');
            const all = Buffer.concat([shell, enter, updates, exit]);
            const shown = await stateAfter([Buffer.from((await snapshotOf(new Output(all))).bytes)], SCROLLBACK_LINES);
            const expected = await stateAfter([shell.subarray(-60_000), exit], SCROLLBACK_LINES);
            expect(shown.lines.slice(-1_000), `${mib} MiB`).to.deep.equal(expected.lines.slice(-1_000));
        }
    });

    it('looks the same after it was kept and made again', async () => {
        const all = Buffer.from(SHOW);
        for (const cut of cutsOf(all).filter((_, index) => index % 7 === 0)) {
            const grids = new GridHistory([{ at: 0, grid: GRID }]);
            const first = await TerminalMirror.restore(await snapshotOf(new Output(all.subarray(0, cut))));
            await first.advance(new Output(all), grids, all.length);
            const got = await stateAfter([Buffer.from(first.picture().bytes)]);
            first.dispose();
            expect(got, `cut at ${cut}`).to.deep.equal(await stateAfter([all]));
        }
    });

    it('has a terminal draw it once, and leaves it where the output is', async () => {
        const picture = Buffer.from((await snapshotOf(new Output(Buffer.from('words\x1b[31')))).bytes).toString();
        expect(picture).to.equal(`${DRAW_LATER}words${DRAW_NOW}\x1b[31`);
    });

    it('goes on where the log does when the log has dropped what comes next', async () => {
        const output = new Output(Buffer.from('dropped\r\nkept'));
        output.start = 9;
        expect(wordsOf(await snapshotOf(output))).to.equal('kept');
    });

    it('fits into one frame, with fewer lines where it must', async () => {
        const wide = { columns: 1_000, rows: 24 };
        const line =
            Array.from({ length: 999 }, (_, i) => `\x1b[38;2;${i % 256};${(i * 7) % 256};9mx`).join('') + '\r\n';
        const output = new Output(Buffer.alloc(12 * 1024 * 1024, line));
        const mirror = TerminalMirror.beginAt(0, wide);
        for (let end = 0; end <= output.end; end += 500_000) {
            await mirror.advance(output, new GridHistory([{ at: 0, grid: wide }]), end);
        }
        expect(mirror.picture().bytes.length).to.be.within(1_000_000, 7 * 1024 * 1024);
        mirror.dispose();
    });
});

/** Every third position, but none inside of a character that is made of several: the parts before it are on the screen. */
function cutsOf(all: Buffer): number[] {
    const joined = [all.indexOf('👩‍👩‍👧') + 1, all.indexOf(', e\u0301') + 1, all.indexOf(' combined')];
    const cuts = Array.from({ length: Math.ceil(all.length / 3) }, (_, index) => index * 3);
    return cuts.filter(cut => cut < joined[0] || (cut > joined[1] && cut < joined[1] + 2) || cut >= joined[2]);
}

async function snapshotOf(output: Output, changes: GridChange[] = [{ at: 0, grid: GRID }]): Promise<ScreenPicture> {
    const mirror = TerminalMirror.beginAt(0, changes[0].grid);
    try {
        await mirror.advance(output, new GridHistory(changes), output.end);
        return mirror.picture();
    } finally {
        mirror.dispose();
    }
}

/** Screen, scrollback, cursor and modes of a terminal that was given these bytes. */
async function stateAfter(pieces: Buffer[], scrollback = 1_000): Promise<object & { lines: unknown[] }> {
    const terminal = new Terminal({ cols: GRID.columns, rows: GRID.rows, scrollback, allowProposedApi: true });
    const serializer = new SerializeAddon();
    terminal.loadAddon(serializer as unknown as ITerminalAddon);
    terminal.loadAddon(new UnicodeGraphemesAddon() as unknown as ITerminalAddon);
    new ScreenClearing(terminal);
    const modes = new TerminalModes(terminal);
    for (const piece of pieces) {
        await new Promise<void>(resolve => terminal.write(piece, resolve));
    }
    const { active } = terminal.buffer;
    const state = {
        lines: Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true)),
        screen: serializer.serialize({ scrollback: 0, excludeModes: true }),
        cursor: [active.cursorX, active.cursorY],
        buffer: active.type,
        modes: modes.serialize()
    };
    terminal.dispose();
    return state;
}

/** What a picture shows, without how it is drawn. */
function wordsOf({ bytes }: ScreenPicture): string {
    return Buffer.from(bytes).toString().replace(DRAW_LATER, '').replace(DRAW_NOW, '').trim();
}
