import { IMarker, Terminal } from '@xterm/xterm';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { OutputAbove } from '../../terminal/browser/output-above';
import { CommandRecord } from '../common/shell-integration-protocol';
import { EarlierMarks } from './marks/earlier-marks';
import { PlaceLines } from './marks/place-lines';

/** How long a line that was jumped to is lit, in ms. */
const LIT_MS = 700;

/** What is jumped between. */
export interface JumpedCommands {
    /** Oldest first. */
    all(): readonly CommandRecord[];
    readonly lines: Pick<PlaceLines, 'find'>;
    readonly earlier: Pick<EarlierMarks, 'page'>;
}

/** Goes from command to command of a terminal: on its screen, and above it in older output. */
export class CommandJumps {
    /** Where one has gone on the screen, and by which position above it. */
    private line: IMarker | undefined;
    private position: number | undefined;
    /** Where one wants to be above it: that takes a while. Of several the newest counts. */
    private wanted: { readonly position: number } | undefined;
    private isRevealing = false;

    constructor(
        private readonly widget: Pick<DispatchTerminalWidget, 'terminal' | 'above'>,
        private readonly commands: JumpedCommands
    ) {}

    /** Begins again at the cursor. */
    forget(): void {
        this.line = undefined;
        this.position = undefined;
        this.wanted = undefined;
    }

    /** Goes to the command above (-1) or below (1); below the last one is the end. */
    by(direction: -1 | 1): void {
        const { above } = this.widget;
        const from = this.wanted?.position ?? (above?.shown && this.positionAbove);
        const target = from === undefined ? this.neighbour(direction) : this.nextTo(from, direction);
        if (target) {
            this.to(target);
        } else if (direction > 0) {
            this.forget();
            above?.goToNewest();
            this.widget.terminal.scrollToBottom();
        }
    }

    /** Shows the line of a command, wherever that is. */
    to({ inputAt }: CommandRecord): void {
        const { above } = this.widget;
        const marker = this.commands.lines.find(inputAt);
        this.line = marker;
        this.position = inputAt;
        this.wanted = undefined;
        if (marker) {
            above?.goToNewest();
            this.scrollTo(marker);
        } else if (above) {
            this.wanted = { position: inputAt };
            void this.revealWanted(above);
        }
    }

    /** Selects from where it is to the command above or below. On the screen only. */
    selectTo(direction: -1 | 1): void {
        const { terminal, above } = this.widget;
        if (above?.shown) {
            return;
        }
        const from = this.lineOnScreen;
        const marker = this.markerOf(this.neighbour(direction));
        const to = marker?.line ?? (direction > 0 ? this.cursorLine : from);
        if (marker) {
            this.line = marker;
            this.scrollTo(marker);
        }
        terminal.selectLines(Math.min(from, to), Math.max(from, to) - (direction < 0 ? 1 : 0));
    }

    /** One after the other, and not those that one has gone past meanwhile. */
    private async revealWanted(above: OutputAbove): Promise<void> {
        if (this.isRevealing) {
            return;
        }
        this.isRevealing = true;
        try {
            while (this.wanted) {
                const { wanted } = this;
                const page = await above.reveal(wanted.position);
                if (this.wanted === wanted) {
                    this.wanted = undefined;
                    light(page?.terminal, page?.markerAt(wanted.position));
                }
            }
        } finally {
            this.isRevealing = false;
        }
    }

    /** Of those on the screen; above all of them comes the newest that is on it no more. */
    private neighbour(direction: -1 | 1): CommandRecord | undefined {
        const from = this.lineOnScreen;
        const onScreen = this.commands.all().filter(command => this.markerOf(command));
        const lineOf = (command: CommandRecord): number => this.markerOf(command)?.line ?? -1;
        if (direction > 0) {
            return onScreen.find(command => lineOf(command) > from);
        }
        return (
            onScreen.findLast(command => lineOf(command) < from) ??
            this.nextTo(onScreen.at(0)?.inputAt ?? Infinity, direction)
        );
    }

    private nextTo(position: number, direction: -1 | 1): CommandRecord | undefined {
        const all = this.commands.all();
        return direction < 0
            ? all.findLast(({ inputAt }) => inputAt < position)
            : all.find(({ inputAt }) => inputAt > position);
    }

    private get lineOnScreen(): number {
        return this.line && !this.line.isDisposed ? this.line.line : this.cursorLine;
    }

    /** Where one has gone in older output, as long as it is seen; else what is seen at the top. */
    private get positionAbove(): number {
        const { page } = this.commands.earlier;
        const marker = this.position === undefined ? undefined : page?.markerAt(this.position);
        return marker && page && isSeen(page.terminal, marker) ? this.position! : (this.widget.above?.position ?? 0);
    }

    private get cursorLine(): number {
        const { baseY, cursorY } = this.widget.terminal.buffer.active;
        return baseY + cursorY;
    }

    private markerOf(command: CommandRecord | undefined): IMarker | undefined {
        return command && this.commands.lines.find(command.inputAt);
    }

    private scrollTo(marker: IMarker): void {
        const { terminal } = this.widget;
        if (!isSeen(terminal, marker)) {
            terminal.scrollToLine(Math.max(0, marker.line - Math.floor(terminal.rows / 4)));
        }
        light(terminal, marker);
    }
}

function isSeen({ buffer, rows }: Terminal, { line }: IMarker): boolean {
    const { viewportY } = buffer.active;
    return line >= viewportY && line < viewportY + rows - 1;
}

function light(terminal: Terminal | undefined, marker: IMarker | undefined): void {
    const decoration = marker && terminal?.registerDecoration({ marker, width: terminal.cols });
    decoration?.onRender(element => element.classList.add('dispatch-command-lit'));
    window.setTimeout(() => decoration?.dispose(), LIT_MS);
}
