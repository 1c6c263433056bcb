import type { Terminal } from '@xterm/xterm';

/** Lines that tell where in the log a terminal's scrollback begins. */
export interface ScreenLines {
    /** The oldest lines, without their wraps. */
    readonly lines: string[];
    /** How many lines there are from the first of them on, down to the cursor. */
    readonly below: number;
}

const SAMPLE_LINES = 24;
const MAX_LINE_CHARS = 10_000;

/** The oldest lines of the normal screen and its scrollback. The rest of a line that was cut off at the top is left out. */
export function oldestLines({ buffer: { normal } }: Terminal): ScreenLines {
    const last = normal.baseY + normal.cursorY;
    const lines: string[] = [];
    let below = 0;
    for (let row = 0; row <= last; row++) {
        const line = normal.getLine(row);
        if (!line) {
            break;
        }
        if (!line.isWrapped) {
            below++;
        }
        const goesOn = normal.getLine(row + 1)?.isWrapped === true;
        if (below > 0 && below <= SAMPLE_LINES) {
            const text = line.translateToString(!goesOn);
            lines[below - 1] = ((lines[below - 1] ?? '') + text).slice(0, MAX_LINE_CHARS);
        }
    }
    return below > 0 ? { lines, below } : { lines: [''], below: 1 };
}
