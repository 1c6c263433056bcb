import { SerializeAddon } from '@xterm/addon-serialize';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { ITerminalAddon, Terminal } from '@xterm/headless';
import { Grid } from '../../../session/common/stream-frames';
import { EscapeBoundary } from '../../domain/escape-boundary';
import { GridHistory } from '../../domain/grid-history';
import { SnapshotAnchors } from '../../domain/output-anchors';
import { ScreenClearing } from '../../domain/screen-clearing';
import { StateScan } from '../../domain/state-scan';
import { AnchorLines } from './anchor-lines';
import { beginOfLines, MirrorSource, scanOver } from './mirror-source';
import { TerminalModes } from './terminal-modes';

/** Lines above the screen that a new viewer is given; what is older it reads from the log. */
export const SCROLLBACK_LINES = 5_000;
/** The same for a viewer that falls behind while it watches, in a flood. */
export const BRIEF_LINES = 250;
/** A picture is at most this large; fewer lines of scrollback are sent where it would be more. In bytes. */
const MAX_PICTURE_BYTES = 6 * 1024 * 1024;
const SLICE_BYTES = 128 * 1024;
/** Less than this is read whole, in bytes. */
const MIN_LEFT_OUT_BYTES = 512 * 1024;
/** Of lines that scroll away, those are left out that are further behind than this, in bytes. */
const MAX_TEXT_BYTES = 2 * 1024 * 1024;
/** The same for a brief picture. */
const MAX_BRIEF_TEXT_BYTES = 512 * 1024;
/** Nothing of a full-screen program is left out, which draws each place once, up to this; then what is older. In bytes. */
const MAX_DRAWN_BYTES = 8 * 1024 * 1024;
const ALTERNATE_SCREEN = '\x1b[?1049h';
/** Synchronised output: a terminal draws a picture once, when it has read all of it. */
export const DRAW_LATER = '\x1b[?2026h';
export const DRAW_NOW = '\x1b[?2026l';
const DEFAULT_GRID: Grid = { columns: 80, rows: 24 };

/** Screen, scrollback and modes of a terminal after its output up to `at`, as bytes that make another one look so. */
export interface ScreenPicture {
    readonly at: number;
    readonly grid: Grid;
    readonly bytes: Uint8Array;
    /** The lines of places in the output that were asked for. */
    readonly anchors: SnapshotAnchors;
    /** How many at the end of `bytes` belong to a sequence that was not finished. */
    readonly unfinished: number;
}

/**
 * A terminal without a screen that reads the same output as the viewers do, so that a new viewer can be given what they
 * see. Its answers to queries go nowhere: the page's own terminal answers.
 *
 * Of a flood it leaves out text that has scrolled away, and of that text it keeps what lasts.
 */
export class TerminalMirror {
    private readonly terminal: Terminal;
    private readonly serializer = new SerializeAddon();
    private readonly modes: TerminalModes;
    private readonly clearing: ScreenClearing;
    private readonly lines: AnchorLines;
    private readonly boundary = new EscapeBoundary();
    private cached?: ScreenPicture;
    /** Resolves when all that was written is parsed. Each time that is waited for costs a timer of xterm, 1 ms. */
    private parsed: Promise<void> = Promise.resolve();

    private constructor(
        private at: number,
        { columns, rows }: Grid
    ) {
        this.terminal = new Terminal({ cols: columns, rows, scrollback: SCROLLBACK_LINES, allowProposedApi: true });
        load(this.terminal, this.serializer);
        load(this.terminal, new UnicodeGraphemesAddon());
        this.clearing = new ScreenClearing(this.terminal);
        this.modes = new TerminalModes(this.terminal);
        this.lines = new AnchorLines(this.terminal);
    }

    /** An empty one, before the output at `at`. */
    static beginAt(at: number, grid: Grid = DEFAULT_GRID): TerminalMirror {
        return new TerminalMirror(at, grid);
    }

    /** One that looks like the picture. */
    static async restore(picture: ScreenPicture): Promise<TerminalMirror> {
        const mirror = await TerminalMirror.begunFrom(picture);
        await mirror.parsed;
        return mirror;
    }

    /** The same, before it has parsed all of the picture. */
    private static async begunFrom(picture: ScreenPicture): Promise<TerminalMirror> {
        const mirror = new TerminalMirror(picture.at, picture.grid);
        // places have lines on the normal screen, which comes first
        const alternate = Buffer.from(picture.bytes).indexOf(ALTERNATE_SCREEN);
        const normal = alternate < 0 ? picture.bytes.length : alternate;
        mirror.write(picture.bytes.subarray(0, normal));
        if (picture.anchors.length > 0) {
            await mirror.parsed;
            picture.anchors.forEach(([position, above]) => mirror.lines.add(position, above));
        }
        mirror.write(picture.bytes.subarray(normal));
        mirror.boundary.feed(picture.bytes.subarray(picture.bytes.length - picture.unfinished));
        mirror.cached = picture;
        return mirror;
    }

    /** How far it has read. */
    get position(): number {
        return this.at;
    }

    get isAlternate(): boolean {
        return this.terminal.buffer.active.type === 'alternate';
    }

    /**
     * Reads on up to `end`, with the sizes as they were, and follows the lines of the `places` that it comes by, which are
     * in their order. One call at a time.
     */
    async advance(
        source: MirrorSource,
        grids: GridHistory,
        end: number,
        places: readonly number[] = []
    ): Promise<void> {
        await this.leaveOut(source, grids, end, places);
        await this.readTo(source, grids, end, places);
    }

    /**
     * Skips what has scrolled away before `end`; everything of it that lasts is brought along. One call at a time. Answers
     * whether a full-screen program is shown at `end`, of which little can be left out.
     */
    async leaveOut(
        source: MirrorSource,
        grids: GridHistory,
        end: number,
        places: readonly number[] = []
    ): Promise<boolean> {
        if (end - this.at <= MIN_LEFT_OUT_BYTES) {
            return false;
        }
        const { from, scan } = this.scanToLines(source, grids, end, SCROLLBACK_LINES, MAX_TEXT_BYTES);
        if (!scan.isAlternate) {
            await this.skipTo(from, scan, grids);
            return false;
        }
        const { alternateSince } = scan;
        const drawnFrom = this.at + (alternateSince ?? 0);
        if (alternateSince !== undefined) {
            // what is below it is shown again when the program ends
            const below = this.scanToLines(source, grids, drawnFrom, SCROLLBACK_LINES, MAX_TEXT_BYTES);
            await this.skipTo(below.from, below.scan, grids);
        }
        if (end - drawnFrom > MAX_DRAWN_BYTES) {
            await this.readTo(source, grids, drawnFrom, places);
            await this.skipTo(end - MAX_TEXT_BYTES, this.scanTo(source, end - MAX_TEXT_BYTES), grids);
        }
        return true;
    }

    /** What it shows, kept until it reads on. */
    picture(): ScreenPicture {
        this.cached ??= this.takePicture(SCROLLBACK_LINES);
        return this.cached;
    }

    /** The same with few lines above the screen, which takes a fraction of the time. */
    briefPicture(): ScreenPicture {
        return this.takePicture(BRIEF_LINES);
    }

    /**
     * The brief picture at `end` without reading on there: another terminal that is as this one is goes on from its screen,
     * and parses only the lines that are in the picture. `undefined` where that saves nothing: near to `end`, or where a
     * full-screen program has drawn what is shown.
     */
    async glimpse(
        source: MirrorSource,
        grids: GridHistory,
        end: number,
        places: readonly number[] = []
    ): Promise<ScreenPicture | undefined> {
        if (end - this.at <= MIN_LEFT_OUT_BYTES) {
            return undefined;
        }
        const { from, scan } = this.scanToLines(source, grids, end, BRIEF_LINES, MAX_BRIEF_TEXT_BYTES);
        if (scan.isAlternate || from <= this.at) {
            return undefined;
        }
        const other = await TerminalMirror.begunFrom({ ...this.takePicture(0), anchors: [] });
        try {
            await other.goOnFrom(from, scan.result(), grids);
            await other.readTo(source, grids, end, places);
            return other.briefPicture();
        } finally {
            other.dispose();
        }
    }

    dispose(): void {
        this.terminal.dispose();
    }

    /** Where the last `lines` above the screen at `end` begin, at most `maxBytes` before it, and what lasts up to there. */
    private scanToLines(source: MirrorSource, grids: GridHistory, end: number, lines: number, maxBytes: number) {
        const { rows } = grids.inForceAt(end) ?? DEFAULT_GRID;
        const from = beginOfLines(source, end, Math.max(this.at, end - maxBytes), lines + rows);
        return { from, scan: this.scanTo(source, from) };
    }

    /** What lasts of the output from here to `position`. */
    private scanTo(source: MirrorSource, position: number): StateScan {
        const scan = new StateScan(this.boundary.pending, this.isAlternate);
        scanOver(source, this.at, position, scan);
        return scan;
    }

    /** Reads on, and leaves nothing out. */
    private async readTo(
        source: MirrorSource,
        grids: GridHistory,
        end: number,
        places: readonly number[]
    ): Promise<void> {
        for (;;) {
            await this.fitGrid(grids, this.at);
            if (this.at >= end) {
                return this.parsed;
            }
            const nextPlace = places.find(place => place > this.at) ?? Infinity;
            const stop = Math.min(end, grids.nextAfter(this.at), nextPlace, this.at + SLICE_BYTES);
            const slice = source.read(this.at, stop - this.at);
            if (slice) {
                this.write(slice);
                await this.parsed;
                this.boundary.feed(slice);
                this.moveTo(this.at + slice.length);
                if (this.at === nextPlace) {
                    this.lines.add(this.at);
                }
            } else {
                this.cancel();
                this.moveTo(Math.min(end, source.nextRetained(this.at)));
            }
        }
    }

    /** To a later position, up to which `scan` has looked. */
    private async skipTo(position: number, scan: StateScan, grids: GridHistory): Promise<void> {
        if (position > this.at) {
            await this.goOnFrom(position, scan.result(), grids);
            await this.parsed;
        }
    }

    /** At a later position, where what lasts of the output up to there is `state`, which it may not have parsed yet. */
    private async goOnFrom(position: number, state: Uint8Array, grids: GridHistory): Promise<void> {
        await this.fitGrid(grids, position);
        this.boundary.reset();
        this.write(state);
        this.boundary.feed(state);
        this.moveTo(position);
    }

    private cancel(): void {
        this.write('\x18');
        this.boundary.reset();
    }

    private moveTo(position: number): void {
        this.at = position;
        this.cached = undefined;
    }

    /** In order; {@link parsed} says when it was read. */
    private write(data: Uint8Array | string): void {
        this.parsed = new Promise(resolve => this.terminal.write(data, resolve));
    }

    private async fitGrid(grids: GridHistory, at: number): Promise<void> {
        const grid = grids.inForceAt(at);
        if (grid && (grid.columns !== this.terminal.cols || grid.rows !== this.terminal.rows)) {
            await this.parsed;
            this.terminal.resize(grid.columns, grid.rows);
            this.cached = undefined;
        }
    }

    private takePicture(lines: number): ScreenPicture {
        const grid = { columns: this.terminal.cols, rows: this.terminal.rows };
        const modes = Buffer.from(this.modes.serialize() + DRAW_NOW);
        const { pending } = this.boundary;
        for (let scrollback = lines; ; scrollback = Math.floor(scrollback / 2)) {
            const screen = Buffer.from(DRAW_LATER + this.serializeScreen(scrollback) + this.clearing.serialize());
            if (screen.length <= MAX_PICTURE_BYTES || scrollback === 0) {
                const bytes = new Uint8Array(Buffer.concat([screen, modes, pending]));
                return { at: this.at, grid, bytes, anchors: this.lines.list(), unfinished: pending.length };
            }
        }
    }

    /**
     * The add-on (0.14) ends the normal screen with the colours of the cursor, which belong to the alternate one when
     * that is shown, and would be kept for the time after it. May go when the add-on knows the difference.
     */
    private serializeScreen(scrollback: number): string {
        const screen = this.serializer.serialize({ scrollback, excludeModes: true });
        return screen.replace(ALTERNATE_SCREEN, `\x1b[m${ALTERNATE_SCREEN}`);
    }
}

/** The add-ons are written for xterm in a page; these use only what the headless one has as well. */
function load(terminal: Terminal, addon: unknown): void {
    terminal.loadAddon(addon as ITerminalAddon);
}
