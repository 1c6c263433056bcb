import { Disposable } from '@theia/core/lib/common/disposable';
import { Terminal } from '@xterm/xterm';
import { PageAbove, PlacesAbove } from '../../../terminal/browser/output-above';
import { CommandRecord } from '../../common/shell-integration-protocol';
import { CommandDecorations, DecorationsHost } from './command-decorations';

/** The marks of commands in output that is older than a terminal's scrollback, as on its screen. */
export class EarlierMarks implements PlacesAbove {
    private shown: { page: PageAbove; marks: CommandDecorations } | undefined;

    constructor(
        private readonly screen: Terminal,
        private readonly commands: () => readonly CommandRecord[],
        private readonly host: DecorationsHost
    ) {}

    /** What of older output is shown; undefined for none. */
    get page(): PageAbove | undefined {
        return this.shown?.page;
    }

    between(from: number, to: number): number[] {
        return this.commands().flatMap(({ inputAt }) => (inputAt >= from && inputAt < to ? inputAt : []));
    }

    mark(page: PageAbove): Disposable {
        const lines = { find: (position: number) => page.markerAt(position) };
        const shown = { page, marks: new CommandDecorations(page.terminal, lines, this.host) };
        this.shown = shown;
        page.terminal.options.overviewRuler = this.screen.options.overviewRuler;
        this.update();
        return Disposable.create(() => {
            shown.marks.dispose();
            this.shown = this.shown === shown ? undefined : this.shown;
        });
    }

    /** Commands have ended. */
    update(): void {
        this.shown?.marks.show(this.commands());
    }

    /** For other settings or colours. */
    redraw(): void {
        this.shown?.marks.dispose();
        this.update();
    }
}
