import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { TerminalThemeService } from '@theia/terminal/lib/browser/terminal-theme-service';
import { FitAddon } from '@xterm/addon-fit';
import { ImageAddon } from '@xterm/addon-image';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { Terminal } from '@xterm/xterm';
import { Grid } from '../../../session/common/stream-frames';
import { CLEAR_SCREEN, ScreenClearing } from '../../domain/screen-clearing';
import { TerminalSettings } from '../settings/terminal-settings';
import { FontLigatures } from './font-ligatures';
import { measureGlyphsTogether } from './glyph-widths';
import { GpuRenderer } from './gpu-renderer';
import { HiddenTurns } from './hidden-turns';
import { ScreenOutput } from './screen-output';
import { layOutScrollbarOncePerTurn } from './scrollbar-turns';
import { drawSelectionOnlyWhenSeen } from './selection-drawing';
import { drawUnsizedPictures } from './unsized-pictures';
import { optionsOf } from './xterm-options';

/** What the screen needs of the application. */
export interface XtermScreenServices {
    preferences: TerminalPreferences;
    settings: TerminalSettings;
    theme: TerminalThemeService;
}

/** How much memory the pictures of one terminal may take, in MB; the oldest go first. */
const PICTURES_MB = 32;
/** A larger picture is left out, in pixels. */
const MAX_PICTURE_PIXELS = 4_096 * 4_096;

/**
 * xterm 6 draws no cursor, also no outline, before the terminal had the focus once or has left another screen: so it leaves
 * one that it is not in. Until xterm has an option for it (`showCursorImmediately`, xterm.js after 6.0).
 */
const SHOW_CURSOR_AT_ONCE = '\x1b[?47l';

/** xterm draws a white line beside the overview ruler where the theme names no colour. */
const NO_RULER_BORDER = { overviewRulerBorder: '#00000000' };

const hiddenTurns = new HiddenTurns();

/**
 * An xterm 6 with its add-ons, settings and colours. Hidden, it parses at leisure; shown, at once. A setting acts as soon
 * as it is changed.
 */
export class XtermScreen implements Disposable {
    readonly terminal: Terminal;
    private readonly output: ScreenOutput;
    private readonly gpu: GpuRenderer;
    private readonly ligatures: FontLigatures;
    private readonly fitAddon = new FitAddon();
    private readonly toDispose = new DisposableCollection();
    private images: DisposableCollection | undefined;
    private shown = false;

    constructor(private readonly services: XtermScreenServices) {
        const { preferences, settings, theme } = services;
        this.terminal = new Terminal({
            ...optionsOf(preferences, settings),
            theme: { ...theme.theme, ...NO_RULER_BORDER }
        });
        this.terminal.write(SHOW_CURSOR_AT_ONCE);
        this.output = new ScreenOutput((data, done) => this.terminal.write(data, done), hiddenTurns);
        this.gpu = new GpuRenderer(this.terminal);
        this.ligatures = new FontLigatures(this.terminal);
        this.terminal.loadAddon(this.fitAddon);
        // As the host's mirror counts cells, else a snapshot would be laid out otherwise than it was.
        this.terminal.loadAddon(new UnicodeGraphemesAddon());
        new ScreenClearing(this.terminal);
        this.toDispose.pushAll([
            preferences.onPreferenceChanged(() => this.applySettings()),
            settings.onPreferenceChanged(() => this.applySettings()),
            theme.onDidChange(() => (this.terminal.options.theme = { ...theme.theme, ...NO_RULER_BORDER })),
            this.terminal.onKey(() => hiddenTurns.noteInput()),
            Disposable.create(() => this.terminal.dispose())
        ]);
    }

    get isOpen(): boolean {
        return this.terminal.element !== undefined;
    }

    /** Shows it in `parent`; a second call moves it to that document's window. */
    open(parent: HTMLElement): void {
        const first = !this.isOpen;
        this.terminal.open(parent);
        if (first) {
            layOutScrollbarOncePerTurn(this.terminal);
            drawSelectionOnlyWhenSeen(this.terminal);
            measureGlyphsTogether(this.terminal);
            this.applyOpenSettings();
        }
        if (!this.shown) {
            this.shown = true;
            this.gpu.show(this.services.settings['terminal.integrated.gpuAcceleration']);
            this.output.show();
        }
    }

    /** Nobody sees it now. */
    hide(): void {
        this.shown = false;
        this.output.hide();
    }

    /** Clears what is shown but for the prompt, on this page alone, behind what was written before. */
    clear(): void {
        this.write(CLEAR_SCREEN);
    }

    /** Output, parsed at once while shown. `done` is called when it was parsed. In order with `inOrder`. */
    write(data: string | Uint8Array, done?: () => void): void {
        this.output.write(data, done);
    }

    /** Runs `action` when everything written before has been parsed. */
    inOrder(action: () => void): void {
        this.output.write('', action);
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

    dispose(): void {
        this.output.dispose();
        this.gpu.release();
        this.toDispose.dispose();
    }

    private applySettings(): void {
        const { preferences, settings } = this.services;
        Object.assign(this.terminal.options, optionsOf(preferences, settings));
        if (this.isOpen) {
            this.applyOpenSettings();
            if (this.shown) {
                this.gpu.show(settings['terminal.integrated.gpuAcceleration']);
            }
        }
    }

    /** What needs the terminal's element. */
    private applyOpenSettings(): void {
        const { settings } = this.services;
        if (settings['terminal.integrated.fontLigatures.enabled']) {
            this.ligatures.enable(
                settings['terminal.integrated.fontLigatures.fallbackLigatures'],
                settings['terminal.integrated.fontLigatures.featureSettings']
            );
        } else {
            this.ligatures.disable();
        }
        if (!settings['terminal.integrated.enableImages']) {
            this.images?.dispose();
            this.images = undefined;
        } else if (!this.images) {
            const addon = new ImageAddon({ storageLimit: PICTURES_MB, pixelLimit: MAX_PICTURE_PIXELS });
            this.terminal.loadAddon(addon);
            this.images = new DisposableCollection(addon, drawUnsizedPictures(this.terminal, addon));
        }
    }
}
