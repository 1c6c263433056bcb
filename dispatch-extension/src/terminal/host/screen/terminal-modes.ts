import { Terminal } from '@xterm/headless';

interface Margins {
    top: number;
    bottom: number;
}

/** Private modes of a terminal that `@xterm/addon-serialize` 0.14 and `Terminal.modes` leave out, with their defaults. */
const TRACKED_MODES: ReadonlyMap<number, boolean> = new Map([
    [7, true],
    [12, false],
    [25, true],
    [1006, false],
    [1016, false]
]);

/** A soft reset leaves the mouse as it is. */
const MOUSE_ENCODINGS: ReadonlySet<number> = new Set([1006, 1016]);

/**
 * Follows the modes of a headless terminal and says how to bring another terminal into them.
 * What a program has switched on it never says twice: without this a paste into a restored editor submits early, its
 * mouse is dead, its cursor shows where it should not.
 */
export class TerminalModes {
    private readonly modes = new Map(TRACKED_MODES);
    private readonly charsets = new Map<string, string>();
    private cursorStyle?: number;
    private margins?: Margins;
    private title = '';

    constructor(private readonly terminal: Terminal) {
        const { parser } = terminal;
        parser.registerCsiHandler({ prefix: '?', final: 'h' }, params => this.setModes(params, true));
        parser.registerCsiHandler({ prefix: '?', final: 'l' }, params => this.setModes(params, false));
        parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, params => {
            this.cursorStyle = firstOf(params);
            return false;
        });
        parser.registerCsiHandler({ final: 'r' }, params => this.setMargins(params));
        parser.registerCsiHandler({ intermediates: '!', final: 'p' }, () => this.reset(MOUSE_ENCODINGS));
        parser.registerEscHandler({ final: 'c' }, () => this.reset());
        for (const slot of ['(', ')']) {
            for (const charset of ['0', 'B']) {
                parser.registerEscHandler({ intermediates: slot, final: charset }, () => {
                    this.charsets.set(slot, charset);
                    return false;
                });
            }
        }
        terminal.onTitleChange(title => (this.title = title));
        terminal.buffer.onBufferChange(() => (this.margins = undefined));
        terminal.onResize(() => (this.margins = undefined));
    }

    /** Control sequences for a terminal that shows the contents already, with the cursor where it belongs. */
    serialize(): string {
        return [
            this.serializeSwitches(),
            this.serializeCharsets(),
            this.serializeMargins(),
            this.cursorStyle === undefined ? '' : `\x1b[${this.cursorStyle} q`,
            this.title === '' ? '' : `\x1b]2;${this.title}\x07`
        ].join('');
    }

    private serializeSwitches(): string {
        const { modes } = this.terminal;
        const mouse = { none: '', x10: '\x1b[?9h', vt200: '\x1b[?1000h', drag: '\x1b[?1002h', any: '\x1b[?1003h' };
        let out = '';
        out += modes.applicationCursorKeysMode ? '\x1b[?1h' : '';
        out += modes.applicationKeypadMode ? '\x1b=' : '';
        out += modes.bracketedPasteMode ? '\x1b[?2004h' : '';
        out += modes.insertMode ? '\x1b[4h' : '';
        out += modes.reverseWraparoundMode ? '\x1b[?45h' : '';
        out += modes.sendFocusMode ? '\x1b[?1004h' : '';
        out += mouse[modes.mouseTrackingMode];
        for (const [mode, byDefault] of TRACKED_MODES) {
            const on = this.modes.get(mode);
            out += on === byDefault ? '' : `\x1b[?${mode}${on ? 'h' : 'l'}`;
        }
        return out;
    }

    private serializeCharsets(): string {
        return [...this.charsets].map(([slot, charset]) => (charset === 'B' ? '' : `\x1b${slot}${charset}`)).join('');
    }

    /** Margins and origin mode move the cursor, so it is put back. */
    private serializeMargins(): string {
        const { originMode } = this.terminal.modes;
        if (!this.margins && !originMode) {
            return '';
        }
        const { cursorX, cursorY } = this.terminal.buffer.active;
        const top = this.margins?.top ?? 1;
        const margins = this.margins ? `\x1b[${this.margins.top};${this.margins.bottom}r` : '';
        const row = originMode ? cursorY + 1 - (top - 1) : cursorY + 1;
        return `${margins}${originMode ? '\x1b[?6h' : ''}\x1b[${row};${cursorX + 1}H`;
    }

    private setModes(params: readonly (number | number[])[], on: boolean): false {
        for (const mode of params) {
            if (typeof mode === 'number' && this.modes.has(mode)) {
                this.modes.set(mode, on);
            }
            if (typeof mode === 'number' && MOUSE_ENCODINGS.has(mode)) {
                this.modes.set(mode === 1006 ? 1016 : 1006, false);
            }
        }
        return false;
    }

    private setMargins(params: readonly (number | number[])[]): false {
        const { rows } = this.terminal;
        const top = Math.max(firstOf(params), 1);
        const second = params[1];
        const bottom = typeof second === 'number' && second > 0 ? Math.min(second, rows) : rows;
        if (bottom > top) {
            this.margins = top === 1 && bottom === rows ? undefined : { top, bottom };
        }
        return false;
    }

    private reset(spared: ReadonlySet<number> = new Set()): false {
        for (const [mode, byDefault] of TRACKED_MODES) {
            this.modes.set(mode, spared.has(mode) ? this.modes.get(mode) === true : byDefault);
        }
        this.charsets.clear();
        this.margins = undefined;
        this.cursorStyle = undefined;
        return false;
    }
}

function firstOf(params: readonly (number | number[])[]): number {
    return typeof params[0] === 'number' ? params[0] : 0;
}
