import { Grid } from '../../../session/common/stream-frames';
import { XtermScreen } from '../xterm/xterm-screen';

/** Smaller letters cannot be read; the rest is scrolled to. In px. */
const MIN_FONT_PX = 7;
const STEP_PX = 0.5;

/**
 * Shows a screen of the size that another window has given it: in letters as large as its place allows, down to a size
 * that can still be read; below that, a part of it that scrolls, and follows the line of the cursor until the person has
 * scrolled that away.
 */
export class ShownWhole {
    private scrolls = false;
    private follows = true;

    /** `fontPx`: the person's own size of letters. */
    constructor(
        private readonly screen: XtermScreen,
        private readonly place: HTMLElement,
        private readonly fontPx: () => number
    ) {
        place.addEventListener('scroll', () => (this.follows = this.toCursor() === 0));
        screen.terminal.onCursorMove(() => this.follow());
    }

    /** Back to the person's own letters. Answers the size that then fits; undefined while there is no place. */
    restore(): Grid | undefined {
        this.scrolls = false;
        this.place.classList.remove('dispatch-viewing');
        this.setFont(this.fontPx());
        return this.screen.fittingGrid();
    }

    /** Shows all of `grid`, or as much as is readable. To be called after {@link restore}, which gave `fitting`. */
    show(grid: Grid, fitting: Grid): void {
        this.screen.resize(grid);
        const ratio = Math.min(1, fitting.columns / grid.columns, fitting.rows / grid.rows);
        let px = Math.max(MIN_FONT_PX, Math.floor((this.fontPx() * ratio) / STEP_PX) * STEP_PX);
        this.setFont(px);
        while (px > MIN_FONT_PX && !this.isWhole(grid)) {
            px -= STEP_PX;
            this.setFont(px);
        }
        this.scrolls = !this.isWhole(grid);
        this.place.classList.toggle('dispatch-viewing', this.scrolls);
        this.follow();
    }

    private follow(): void {
        if (this.scrolls && this.follows) {
            this.place.scrollTop += this.toCursor();
        }
    }

    /** How far the line of the cursor is below what is seen of the screen (or above: less than 0), in px; 0 where it is seen. */
    private toCursor(): number {
        const { terminal } = this.screen;
        const lines = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect();
        if (!lines) {
            return 0;
        }
        const { top } = this.place.getBoundingClientRect();
        const height = lines.height / terminal.rows;
        const cursorTop = lines.top - top + terminal.buffer.active.cursorY * height;
        const below = cursorTop + height - this.place.clientHeight;
        // a browser scrolls by whole pixels, and no further than to a whole one
        return below > 1 ? Math.ceil(below) : cursorTop < -1 ? Math.floor(cursorTop) : 0;
    }

    private isWhole(grid: Grid): boolean {
        const fitting = this.screen.fittingGrid();
        return fitting !== undefined && fitting.columns >= grid.columns && fitting.rows >= grid.rows;
    }

    private setFont(px: number): void {
        const { options } = this.screen.terminal;
        if (options.fontSize !== px) {
            options.fontSize = px;
        }
    }
}
