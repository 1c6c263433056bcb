import { Disposable } from '@theia/core/lib/common/disposable';
import type { IMarker, Terminal } from '@xterm/xterm';
import { PageAbove } from '../../../terminal/browser/output-above';
import { XtermScreen, XtermScreenServices } from '../../../terminal/browser/xterm/xterm-screen';
import { HistoryRange } from '../../common/history-protocol';
import { OutputSlice, slicesOf } from '../../domain/history-slices';
import { shownText } from '../../domain/shown-bytes';
import { missingInWords } from '../history-words';

/** More than the ranges that are shown at once can have. */
const SCROLLBACK_LINES = 60_000;
const HIDE_CURSOR = '\x1b[?25l';

/** A place in the output, and how many rows below it one is. */
export interface RowAnchor {
    readonly position: number;
    readonly rows: number;
}

/** Ranges of output in an xterm of their own, which is only read. Made hidden; shown when all of it was written. */
export class HistoryPage implements PageAbove, Disposable {
    private readonly screen: XtermScreen;
    private readonly place = document.createElement('div');
    /** What others show on it. */
    marked: Disposable | undefined;
    private readonly marks: { position: number; marker: IMarker }[] = [];

    constructor(
        parent: HTMLElement,
        services: XtermScreenServices,
        readonly ranges: readonly HistoryRange[]
    ) {
        this.place.className = 'dispatch-history-screen dispatch-hidden';
        parent.appendChild(this.place);
        this.screen = new XtermScreen(services);
        Object.assign(this.terminal.options, {
            scrollback: SCROLLBACK_LINES,
            disableStdin: true,
            cursorBlink: false,
            cursorInactiveStyle: 'none'
        });
        this.screen.open(this.place);
    }

    get terminal(): Terminal {
        return this.screen.terminal;
    }

    /** The row at which one looks. */
    get top(): number {
        return this.terminal.buffer.active.viewportY;
    }

    /** The last row that can be at the top. */
    get lastTop(): number {
        return this.terminal.buffer.active.baseY;
    }

    /** Writes everything; `cuts` are positions whose rows are to be known exactly. */
    async write(cuts: readonly number[]): Promise<void> {
        const fitting = this.screen.fittingGrid();
        this.screen.write(HIDE_CURSOR);
        for (const range of this.ranges) {
            this.writeRange(range, cuts, fitting?.rows ?? this.terminal.rows);
        }
        await new Promise<void>(resolve => this.screen.inOrder(resolve));
        this.mark(this.ranges.at(-1)?.to ?? 0);
        if (fitting) {
            this.screen.resize(fitting);
        }
    }

    /** Adds room below, so that the row of `position` can be at the top. For one that was given to `write`. */
    async roomBelow(position: number): Promise<void> {
        const { rows } = this.terminal;
        const { baseY, cursorY } = this.terminal.buffer.active;
        const missing = (this.rowOf(position) ?? 0) + rows - 1 - (baseY + cursorY);
        if (missing > 0) {
            this.screen.write('\r\n'.repeat(missing));
            await new Promise<void>(resolve => this.screen.inOrder(resolve));
        }
    }

    show(): void {
        this.place.classList.remove('dispatch-hidden');
    }

    /** The row where this position is, exactly for those that were given to `write`. */
    rowOf(position: number): number | undefined {
        return this.marks.findLast(mark => mark.position <= position)?.marker.line;
    }

    /** The row of exactly this position; undefined for one that was not given to `write`, or is not here. */
    markerAt(position: number): IMarker | undefined {
        return this.marks.find(mark => mark.position === position)?.marker;
    }

    /** Where a row stands in the output. */
    anchorOf(row: number): RowAnchor {
        const found = this.marks.findLast(({ marker }) => marker.line >= 0 && marker.line <= row) ?? this.marks[0];
        return { position: found?.position ?? 0, rows: row - Math.max(0, found?.marker.line ?? 0) };
    }

    scrollTo(row: number): void {
        this.terminal.scrollToLine(Math.max(0, Math.min(row, this.lastTop)));
    }

    dispose(): void {
        this.marked?.dispose();
        this.screen.dispose();
        this.place.remove();
    }

    private writeRange(range: HistoryRange, cuts: readonly number[], rows: number): void {
        const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
        const grids = [...range.grids];
        const bounds = [...cuts, ...grids.map(({ at }) => at)];
        const missing = [...range.missing];
        for (const slice of piecesOf(range).flatMap(piece => slicesOf(piece, bounds))) {
            this.screen.inOrder(() => {
                while (grids.length > 0 && grids[0].at <= slice.at) {
                    this.screen.resize({ columns: grids.shift()!.grid.columns, rows });
                }
                this.mark(slice.at);
            });
            while (missing.length > 0 && missing[0].to <= slice.at) {
                this.screen.write(`\x1b[0;2m──── ${missingInWords(missing.shift()!)} ────\x1b[0m\r\n`);
            }
            this.screen.write(shownText(decoder.decode(slice.bytes, { stream: true })));
        }
    }

    private mark(position: number): void {
        const marker = this.terminal.registerMarker(0);
        if (marker && this.marks.at(-1)?.position !== position) {
            this.marks.push({ position, marker });
        }
    }
}

function piecesOf({ pieces }: HistoryRange): OutputSlice[] {
    return pieces.map(({ at, data }) => ({
        at,
        bytes: Uint8Array.from(atob(data), character => character.charCodeAt(0))
    }));
}
