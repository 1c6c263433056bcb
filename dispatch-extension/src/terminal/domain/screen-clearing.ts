/** The number of our own control string (OSC), which other terminals leave out as one that they do not know. */
const OSC = 3_477;
const CLEAR = 'clear';
const PROMPT = /^prompt;(\d{1,4})$/;
/** By these shells tell where a prompt begins (A), and that a command runs (C). */
const SHELL_MARKS = [133, 633];

/**
 * In the output of a terminal: whoever reads it clears its screen and its scrollback here, all but the prompt and the line
 * of the cursor, which stand at the top then. Nothing happens on the screen of a full-screen program.
 */
export const CLEAR_SCREEN = `\x1b]${OSC};${CLEAR}\x07`;

/** An xterm, with a page or without one. */
export interface ClearableTerminal {
    readonly parser: { registerOscHandler(osc: number, handle: (text: string) => boolean): { dispose(): void } };
    registerMarker(offset?: number): PromptMarker | undefined;
    /** Draws these rows of the screen; there is none without a page. */
    refresh?(first: number, last: number): void;
}

interface PromptMarker {
    readonly line: number;
    readonly isDisposed: boolean;
    dispose(): void;
}

interface Line {
    isWrapped: boolean;
    fill(cell: unknown): void;
}

interface Buffer {
    readonly lines: {
        length: number;
        get(index: number): Line | undefined;
        push(line: Line): void;
        trimStart(count: number): void;
    };
    /** The row of the buffer at the top of the screen, and at the top of what is looked at. */
    ybase: number;
    ydisp: number;
    /** The row of the screen with the cursor. */
    y: number;
    /** The row of the buffer with the cursor that was saved. */
    savedY: number;
    getNullCell(): unknown;
    getBlankLine(cell: unknown): Line;
    clearMarkers(row: number): void;
}

/**
 * What is used of xterm 6.0.0 beside its interface: its `clear()` forgets the marks at the line that stays as well, and keeps
 * one row of a line of several. May go when xterm does neither.
 */
interface Internals {
    readonly rows: number;
    readonly _bufferService: {
        readonly buffers: { readonly active: Buffer; readonly normal: Buffer };
        readonly _onScroll: { fire(position: number): void };
        isUserScrolling: boolean;
    };
}

/** Has a terminal understand {@link CLEAR_SCREEN}, for as long as it is there, and know its prompt for that. */
export class ScreenClearing {
    /** With the buffer that it is in: a reset makes another one, and does not dispose of the markers of the one before. */
    private prompt: { marker: PromptMarker; buffer: Buffer } | undefined;
    private readonly core: Internals;

    constructor(private readonly terminal: ClearableTerminal) {
        this.core = (terminal as unknown as { _core: Internals })._core;
        terminal.parser.registerOscHandler(OSC, text => this.take(text));
        SHELL_MARKS.forEach(osc => terminal.parser.registerOscHandler(osc, text => this.see(text)));
    }

    /** What tells a terminal that looks as this one does where the prompt is; empty for none. */
    serialize(): string {
        const { active, normal } = this.buffers;
        const rows = cursorOf(normal) - this.promptRow;
        return active === normal && rows >= 0 && rows < this.core.rows ? `\x1b]${OSC};prompt;${rows}\x07` : '';
    }

    private get buffers(): Internals['_bufferService']['buffers'] {
        return this.core._bufferService.buffers;
    }

    /** The row of the buffer where the prompt begins; infinite where none is known. */
    private get promptRow(): number {
        const { marker, buffer } = this.prompt ?? {};
        return marker?.isDisposed === false && buffer === this.buffers.normal ? marker.line : Infinity;
    }

    private take(text: string): true {
        const [, rows] = PROMPT.exec(text) ?? [];
        if (text === CLEAR) {
            this.clear();
        } else if (rows !== undefined) {
            this.promptAt(Number(rows));
        }
        return true;
    }

    /** Others listen as well. */
    private see(text: string): false {
        if (text[0] === 'A') {
            this.promptAt(0);
        } else if (text[0] === 'C') {
            this.promptAt(undefined);
        }
        return false;
    }

    /** So many rows above the cursor; `undefined` for nowhere. */
    private promptAt(above: number | undefined): void {
        const { active, normal } = this.buffers;
        this.prompt?.marker.dispose();
        const isThere = above !== undefined && active === normal && cursorOf(normal) >= above;
        const marker = isThere ? this.terminal.registerMarker(-above) : undefined;
        this.prompt = marker && { marker, buffer: normal };
    }

    private clear(): void {
        const { rows, _bufferService: service } = this.core;
        const { active, normal } = service.buffers;
        if (active !== normal) {
            return;
        }
        leaveLine(normal, rows, this.promptRow);
        service.isUserScrolling = false;
        service._onScroll.fire(0);
        // what was scrolled is drawn within the margins alone
        this.terminal.refresh?.(0, rows - 1);
    }
}

/** `prompt`: the row of the buffer where it begins, if that is not below the cursor. */
function leaveLine(buffer: Buffer, rows: number, prompt: number): void {
    const { first, last } = rowsThatStay(buffer, rows, prompt);
    const cursor = cursorOf(buffer);
    buffer.lines.trimStart(first);
    buffer.ybase = 0;
    buffer.ydisp = 0;
    buffer.y = cursor - first;
    buffer.savedY = Math.max(0, buffer.savedY - first);
    blankFrom(buffer, last - first + 1, rows);
}

function cursorOf({ ybase, y }: Buffer): number {
    return ybase + y;
}

/** From the prompt, or the beginning of the line of the cursor, to its end; no more rows than the screen has. */
function rowsThatStay(buffer: Buffer, rows: number, prompt: number): { first: number; last: number } {
    const { lines } = buffer;
    const cursor = cursorOf(buffer);
    let last = cursor;
    while (lines.get(last + 1)?.isWrapped === true) {
        last++;
    }
    const least = last - rows + 1;
    let first = prompt <= cursor && prompt >= least ? prompt : cursor;
    while (first > Math.max(0, least) && lines.get(first)?.isWrapped === true) {
        first--;
    }
    return { first, last };
}

/** Afterwards there are as many rows as the screen has: where a row of the scrollback stays, there were more. */
function blankFrom(buffer: Buffer, from: number, rows: number): void {
    for (let row = from; row < buffer.lines.length; row++) {
        const line = buffer.lines.get(row);
        line?.fill(buffer.getNullCell());
        if (line) {
            line.isWrapped = false;
        }
        buffer.clearMarkers(row);
    }
    buffer.lines.length = Math.min(buffer.lines.length, rows);
    while (buffer.lines.length < rows) {
        buffer.lines.push(buffer.getBlankLine(buffer.getNullCell()));
    }
}
