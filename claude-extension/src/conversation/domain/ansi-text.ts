import { withoutTrailing } from 'dispatch-extension/lib/kernel/common/without-trailing';

/** Words in one style, as a terminal would show them. */
export interface StyledRun {
    readonly text: string;
    /** One of the sixteen colours of a terminal by its name (`red`, `brightRed`), or `#rrggbb`. */
    readonly colour?: string;
    readonly background?: string;
    readonly bold?: true;
    readonly dim?: true;
    readonly italic?: true;
    readonly underline?: true;
}

type Style = Omit<StyledRun, 'text'>;

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
/** CSI sequences, OSC sequences, and other escapes. */
// eslint-disable-next-line no-control-regex
const ESCAPE = /\u001b\[([0-9;:?]*)([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]/g;

/**
 * The output of a program cut into styled runs. Colours are kept; what moves the cursor is left out, and of a line that
 * was written over by a carriage return (progress) only what was written last is left.
 */
export function ansiRuns(output: string): StyledRun[] {
    const text = withoutOverwritten(output);
    const runs: StyledRun[] = [];
    let style: Style = {};
    let at = 0;
    for (const match of text.matchAll(ESCAPE)) {
        push(runs, text.slice(at, match.index), style);
        at = match.index + match[0].length;
        if (match[2] === 'm') {
            style = restyled(style, match[1]);
        }
    }
    push(runs, text.slice(at), style);
    return runs;
}

/** Only the words. */
export function withoutAnsi(output: string): string {
    return ansiRuns(output)
        .map(run => run.text)
        .join('');
}

function push(runs: StyledRun[], text: string, style: Style): void {
    if (text) {
        runs.push({ text, ...style });
    }
}

function withoutOverwritten(output: string): string {
    return output
        .replaceAll('\r\n', '\n')
        .split('\n')
        .map(line => (line.includes('\r') ? withoutTrailing(line, '\r').split('\r').at(-1) : line))
        .join('\n');
}

function restyled(before: Style, parameters: string): Style {
    const codes = parameters.split(/[;:]/).map(code => Number(code || 0));
    let style = before;
    for (let i = 0; i < codes.length; i++) {
        const code = codes[i];
        if (code === 38 || code === 48) {
            const { colour, taken } = extendedColour(codes.slice(i + 1));
            style = { ...style, [code === 38 ? 'colour' : 'background']: colour };
            i += taken;
        } else {
            style = code === 0 ? {} : { ...style, ...styleOf(code) };
        }
    }
    return withoutUndefined(style);
}

function styleOf(code: number): Style {
    switch (code) {
        case 1:
            return { bold: true };
        case 2:
            return { dim: true };
        case 3:
            return { italic: true };
        case 4:
            return { underline: true };
        case 22:
            return { bold: undefined, dim: undefined };
        case 23:
            return { italic: undefined };
        case 24:
            return { underline: undefined };
        case 39:
            return { colour: undefined };
        case 49:
            return { background: undefined };
        default:
            return colourOf(code);
    }
}

function colourOf(code: number): Style {
    const bright = code >= 90 && code <= 107;
    const index = (bright ? code - 60 : code) - 30;
    const name = NAMES[index % 10];
    if (index < 0 || index > 17 || !name) {
        return {};
    }
    const colour = bright ? `bright${name[0].toUpperCase()}${name.slice(1)}` : name;
    return index >= 10 ? { background: colour } : { colour };
}

/** After `38` or `48`: one of 256, or red, green and blue. */
function extendedColour(codes: readonly number[]): { colour: string | undefined; taken: number } {
    if (codes[0] === 2) {
        return { colour: hex(codes.slice(1, 4)), taken: 4 };
    }
    return { colour: codes[0] === 5 ? indexed(codes[1] ?? 0) : undefined, taken: 2 };
}

/** The palette of 256: the sixteen, a cube of 6 × 6 × 6, and greys. */
function indexed(index: number): string | undefined {
    if (index < 16) {
        return colourOf(index < 8 ? 30 + index : 82 + index).colour;
    }
    if (index < 232) {
        const level = (step: number): number => (step === 0 ? 0 : 55 + 40 * step);
        const cube = index - 16;
        return hex([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
    }
    const grey = 8 + 10 * (index - 232);
    return hex([grey, grey, grey]);
}

function hex(parts: readonly number[]): string | undefined {
    const valid = parts.length === 3 && parts.every(part => part >= 0 && part <= 255);
    return valid ? `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}` : undefined;
}

function withoutUndefined(style: Style): Style {
    return Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined));
}
