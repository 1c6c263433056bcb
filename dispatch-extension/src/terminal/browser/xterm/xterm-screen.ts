import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { TerminalThemeService } from '@theia/terminal/lib/browser/terminal-theme-service';
import { FitAddon } from '@xterm/addon-fit';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import { Grid } from '../../../session/common/stream-frames';
import { optionsOf } from './xterm-options';

/** What the screen needs of the application. */
export interface XtermScreenServices {
    preferences: TerminalPreferences;
    theme: TerminalThemeService;
}

/**
 * An xterm 6 with its add-ons, settings and colours. It parses from the beginning and shows once it was opened.
 * WebGL draws where there is any; without it, or when the browser takes it away, xterm's own DOM renderer does.
 */
export class XtermScreen implements Disposable {
    readonly terminal: Terminal;
    private readonly fitAddon = new FitAddon();
    private readonly toDispose = new DisposableCollection();
    private webgl: WebglAddon | undefined;

    constructor(services: XtermScreenServices) {
        this.terminal = new Terminal({ ...optionsOf(services.preferences), theme: services.theme.theme });
        this.terminal.loadAddon(this.fitAddon);
        this.terminal.loadAddon(new UnicodeGraphemesAddon());
        this.toDispose.push(
            services.preferences.onPreferenceChanged(() => {
                Object.assign(this.terminal.options, optionsOf(services.preferences));
            })
        );
        this.toDispose.push(services.theme.onDidChange(() => (this.terminal.options.theme = services.theme.theme)));
        this.toDispose.push(Disposable.create(() => this.terminal.dispose()));
    }

    get isOpen(): boolean {
        return this.terminal.element !== undefined;
    }

    /** Shows it in `parent`; a second call moves it to that document's window. */
    open(parent: HTMLElement): void {
        const first = !this.isOpen;
        this.terminal.open(parent);
        if (first) {
            this.enableWebgl();
        }
    }

    /** The size that fits its place; undefined while it has none. */
    fittingGrid(): Grid | undefined {
        const proposed = this.isOpen ? this.fitAddon.proposeDimensions() : undefined;
        const grid = proposed && Grid.safeParse({ columns: proposed.cols, rows: proposed.rows });
        return grid?.success ? grid.data : undefined;
    }

    resize({ columns, rows }: Grid): void {
        if (columns !== this.terminal.cols || rows !== this.terminal.rows) {
            this.terminal.resize(columns, rows);
        }
    }

    /** Runs `action` when everything written before has been parsed. */
    inOrder(action: () => void): void {
        this.terminal.write('', action);
    }

    dispose(): void {
        this.webgl?.dispose();
        this.toDispose.dispose();
    }

    private enableWebgl(): void {
        try {
            const webgl = new WebglAddon();
            webgl.onContextLoss(() => this.disableWebgl());
            this.terminal.loadAddon(webgl);
            this.webgl = webgl;
        } catch {
            // No WebGL 2 in this browser: the DOM renderer, which is in use already, stays.
            this.disableWebgl();
        }
    }

    private disableWebgl(): void {
        this.webgl?.dispose();
        this.webgl = undefined;
    }
}
