import { Terminal } from '@xterm/headless';
import { Grid } from '../../session/common/stream-frames';
import { MirrorSource } from '../../terminal/host/screen/mirror-source';
import { plainTextOf } from '../domain/plain-text';

/** Output up to this is read as a terminal shows it, with what moves between lines. In bytes. */
const MAX_RENDERED_BYTES = 256 * 1024;
/** Of longer output the end is given. In bytes. */
const MAX_OUTPUT_BYTES = 6 * 1024 * 1024;
/** zsh says so where output did not end with a line, before its prompt. */
// eslint-disable-next-line no-control-regex -- the sequences as zsh writes them
const ZSH_UNFINISHED_LINE = /\x1b\[1m\x1b\[7m[%#]\x1b\[27m\x1b\[1m\x1b\[0m *\r \r$/;

/** What was printed between two positions, as text without blanks at the ends. */
export async function readOutputText(
    source: MirrorSource,
    from: number,
    to: number,
    grid: Grid | undefined
): Promise<{ text: string; cut: boolean }> {
    const { bytes, cut } = readRange(source, from, to);
    const output = bytes.toString('utf8').replace(ZSH_UNFINISHED_LINE, '');
    const text = bytes.length <= MAX_RENDERED_BYTES ? await renderText(output, grid) : plainTextOf(output);
    return { text: text.replace(/^\n+/, '').trimEnd(), cut };
}

/** The bytes that are retained of a range, its end if it is long. */
export function readRange(source: MirrorSource, from: number, to: number): { bytes: Buffer; cut: boolean } {
    const end = Math.min(to, source.end);
    const first = Math.max(from, end - MAX_OUTPUT_BYTES);
    const pieces: Uint8Array[] = [];
    let missing = first > from;
    for (let at = first; at < end;) {
        const piece = source.read(at, end - at);
        if (piece) {
            pieces.push(piece);
            at += piece.length;
        } else {
            missing = true;
            at = Math.max(at + 1, source.nextRetained(at));
        }
    }
    return { bytes: Buffer.concat(pieces), cut: missing };
}

async function renderText(output: string, grid: Grid = { columns: 80, rows: 24 }): Promise<string> {
    const scrollback = output.split('\n').length + Math.ceil(output.length / grid.columns);
    const terminal = new Terminal({ cols: grid.columns, rows: grid.rows, scrollback, allowProposedApi: true });
    try {
        await new Promise<void>(resolve => terminal.write(output, resolve));
        return textOf(terminal);
    } finally {
        terminal.dispose();
    }
}

/** Lines that are broken by the edge of the screen are one line. */
function textOf({ buffer: { normal } }: Terminal): string {
    const lines: string[] = [];
    for (let index = 0; index < normal.length; index++) {
        const line = normal.getLine(index);
        const isBroken = normal.getLine(index + 1)?.isWrapped === true;
        const text = line?.translateToString(!isBroken) ?? '';
        if (line?.isWrapped && lines.length > 0) {
            lines[lines.length - 1] += text;
        } else {
            lines.push(text);
        }
    }
    return lines.map(line => line.trimEnd()).join('\n');
}
