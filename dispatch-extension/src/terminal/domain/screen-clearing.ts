/** The number of our own control string (OSC), which other terminals leave out as one that they do not know. */
const OSC = 3_477;
const WORD = 'clear';

/**
 * In the output of a terminal: whoever reads it clears its screen and its scrollback here, all but the line of the cursor,
 * which stands at the top then. Nothing happens on the screen of a full-screen program.
 */
export const CLEAR_SCREEN = `\x1b]${OSC};${WORD}\x07`;

/** An xterm, with a page or without one. */
export interface ClearableTerminal {
    readonly parser: { registerOscHandler(osc: number, handle: (text: string) => boolean): { dispose(): void } };
}

interface Line {
    isWrapped: boolean;
    fill(cell: unknown): void;
}

interface Buffer {
    readonly lines: {
        readonly length: number;
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

/** Has the terminal understand {@link CLEAR_SCREEN}, for as long as it is there. */
export function understandClearing(terminal: ClearableTerminal): void {
    const { _core } = terminal as unknown as { _core: Internals };
    terminal.parser.registerOscHandler(OSC, text => {
        if (text === WORD) {
            clear(_core);
        }
        return true;
    });
}

function clear({ rows, _bufferService: service }: Internals): void {
    const { active: buffer, normal } = service.buffers;
    if (buffer !== normal) {
        return;
    }
    const { first, last } = lineOfCursor(buffer, rows);
    const cursor = buffer.ybase + buffer.y;
    buffer.lines.trimStart(first);
    buffer.ybase = 0;
    buffer.ydisp = 0;
    buffer.y = cursor - first;
    buffer.savedY = Math.max(0, buffer.savedY - first);
    blankFrom(buffer, last - first + 1, rows);
    service.isUserScrolling = false;
    service._onScroll.fire(0);
}

/** The first and the last row of the buffer with the line of the cursor; no more than the screen has, the cursor's among them. */
function lineOfCursor({ lines, ybase, y }: Buffer, rows: number): { first: number; last: number } {
    const cursor = ybase + y;
    let last = cursor;
    while (lines.get(last + 1)?.isWrapped === true) {
        last++;
    }
    let first = cursor;
    while (first > 0 && last - first + 1 < rows && lines.get(first)?.isWrapped === true) {
        first--;
    }
    return { first, last };
}

function blankFrom(buffer: Buffer, from: number, rows: number): void {
    for (let row = from; row < buffer.lines.length; row++) {
        const line = buffer.lines.get(row);
        line?.fill(buffer.getNullCell());
        if (line) {
            line.isWrapped = false;
        }
        buffer.clearMarkers(row);
    }
    while (buffer.lines.length < rows) {
        buffer.lines.push(buffer.getBlankLine(buffer.getNullCell()));
    }
}
