import { SerializeAddon } from '@xterm/addon-serialize';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { ITerminalAddon, Terminal } from '@xterm/headless';
import { Grid } from '../../../session/common/stream-frames';
import { StreamSnapshot } from '../../../session/domain/stream-source';
import { EscapeBoundary } from '../../domain/escape-boundary';
import { NO_ANCHORS, OutputAnchors } from '../../domain/output-anchors';
import { AnchorLines } from './anchor-lines';
import { GridHistory } from '../../domain/grid-history';
import { TerminalModes } from './terminal-modes';

/** Lines above the screen that a new viewer is given. */
export const SCROLLBACK_LINES = 5_000;
/** A snapshot is at most this large; fewer lines of scrollback are sent where it would be more. In bytes. */
const MAX_SNAPSHOT_BYTES = 6 * 1024 * 1024;
const SLICE_BYTES = 32 * 1024;
/** Behind more than this, the mirror rests between slices so that a flood is drained first. In bytes. */
const HURRY_BYTES = 512 * 1024;
/** Of the time of a flood, the mirror takes one part in this. */
const FLOOD_SHARE = 4;
/** Behind more than this, it leaves text out, down to `KEEP_BYTES`: many times what the scrollback holds. In bytes. */
const MAX_LAG_BYTES = 8 * 1024 * 1024;
const KEEP_BYTES = 1024 * 1024;
const ALTERNATE_SCREEN = '\x1b[?1049h';
const DEFAULT_GRID: Grid = { columns: 80, rows: 24 };

/** The output, as the mirror reads it. */
export interface MirrorSource {
    readonly start: number;
    readonly end: number;
    read(from: number, budget: number): Uint8Array | undefined;
    nextRetained(from: number): number;
}

interface Waiter {
    target: number;
    resolve(snapshot: StreamSnapshot): void;
    reject(error: Error): void;
}

/**
 * A terminal without a screen that reads the same output as the viewers do, so that a new viewer can be given what they
 * see. Its answers to queries go nowhere: the page's own terminal answers.
 *
 * It reads from the log at its own speed and holds nothing of it, so it never delays the program.
 */
export class TerminalMirror {
    private readonly terminal: Terminal;
    private readonly serializer = new SerializeAddon();
    private readonly modes: TerminalModes;
    private readonly lines: AnchorLines;
    private readonly boundary = new EscapeBoundary();
    private waiters: Waiter[] = [];
    private position: number;
    private running = false;
    private disposed = false;
    private cached?: StreamSnapshot;

    /** Begins to read at `from`. `grids` is shared: sizes are added to it as they come, followed by `wake`. */
    constructor(
        private readonly source: MirrorSource,
        private readonly grids: GridHistory,
        from: number,
        private readonly anchors: OutputAnchors = NO_ANCHORS
    ) {
        const { columns, rows } = grids.inForceAt(from) ?? DEFAULT_GRID;
        this.terminal = new Terminal({ cols: columns, rows, scrollback: SCROLLBACK_LINES, allowProposedApi: true });
        load(this.terminal, this.serializer);
        load(this.terminal, new UnicodeGraphemesAddon());
        this.modes = new TerminalModes(this.terminal);
        this.lines = new AnchorLines(this.terminal);
        this.position = from;
    }

    /** The source has more, or a size was added. Cheap. */
    wake(): void {
        if (!this.running && !this.disposed) {
            this.running = true;
            // not at once: who sees the output in this turn may add anchors to it
            queueMicrotask(() => void this.run());
        }
    }

    /** The screen and scrollback as they are at a position at or after what is the newest now. */
    snapshot(): Promise<StreamSnapshot> {
        return new Promise((resolve, reject) => {
            this.waiters.push({ target: this.source.end, resolve, reject });
            this.wake();
        });
    }

    /** A snapshot under way is rejected. */
    dispose(): void {
        this.disposed = true;
        this.rejectWaiters(new Error('the mirror was disposed'));
        this.terminal.dispose();
    }

    private async run(): Promise<void> {
        try {
            for (;;) {
                this.fitGrid();
                this.answerWaiters();
                if (this.disposed || this.position >= this.source.end) {
                    return;
                }
                await this.readSlice();
            }
        } catch (error) {
            this.rejectWaiters(error instanceof Error ? error : new Error(String(error)));
        } finally {
            this.running = false;
        }
    }

    private async readSlice(): Promise<void> {
        const lag = this.source.end - this.position;
        if (lag > MAX_LAG_BYTES) {
            this.moveTo(this.source.end - KEEP_BYTES);
        }
        const nextGridIn = this.grids.nextAfter(this.position) - this.position;
        const nextAnchorIn = this.anchors.nextAfter(this.position) - this.position;
        const slice = this.source.read(this.position, Math.min(SLICE_BYTES, nextGridIn, nextAnchorIn));
        if (!slice) {
            this.moveTo(this.source.nextRetained(this.position));
            return;
        }
        const startedAtMs = performance.now();
        await new Promise<void>(resolve => this.terminal.write(slice, resolve));
        this.boundary.feed(slice);
        this.position += slice.length;
        this.cached = undefined;
        if (slice.length === nextAnchorIn) {
            this.lines.add(this.position);
        }
        if (lag > HURRY_BYTES && this.waiters.length === 0) {
            await rest((performance.now() - startedAtMs) * (FLOOD_SHARE - 1));
        }
    }

    /** Leaves text out. An unfinished sequence is cancelled. */
    private moveTo(position: number): void {
        this.terminal.write('\x18');
        this.boundary.reset();
        this.position = position;
        this.cached = undefined;
    }

    private fitGrid(): void {
        const grid = this.grids.inForceAt(this.position);
        if (grid && (grid.columns !== this.terminal.cols || grid.rows !== this.terminal.rows)) {
            this.terminal.resize(grid.columns, grid.rows);
            this.cached = undefined;
        }
    }

    private answerWaiters(): void {
        const ready = this.waiters.filter(waiter => waiter.target <= this.position);
        if (ready.length === 0) {
            return;
        }
        this.waiters = this.waiters.filter(waiter => waiter.target > this.position);
        this.cached ??= this.takeSnapshot();
        for (const waiter of ready) {
            waiter.resolve(this.cached);
        }
    }

    private takeSnapshot(): StreamSnapshot {
        const grid = { columns: this.terminal.cols, rows: this.terminal.rows };
        const modes = Buffer.from(this.modes.serialize());
        const { pending } = this.boundary;
        for (let scrollback = SCROLLBACK_LINES; ; scrollback = Math.floor(scrollback / 2)) {
            const screen = Buffer.from(this.serializeScreen(scrollback));
            if (screen.length <= MAX_SNAPSHOT_BYTES || scrollback === 0) {
                return {
                    at: this.position,
                    meta: { grid, anchors: this.lines.list() },
                    bytes: Buffer.concat([screen, modes, pending])
                };
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

    private rejectWaiters(error: Error): void {
        for (const waiter of this.waiters.splice(0)) {
            waiter.reject(error);
        }
    }
}

/** The add-ons are written for xterm in a page; these use only what the headless one has as well. */
function load(terminal: Terminal, addon: unknown): void {
    terminal.loadAddon(addon as ITerminalAddon);
}

function rest(ms: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, ms));
}
