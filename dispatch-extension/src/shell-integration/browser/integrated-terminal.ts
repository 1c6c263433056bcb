import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { URI } from '@theia/core/lib/common/uri';
import { IMarker } from '@xterm/xterm';
import { SessionsClient } from '../../session/browser/sessions-client';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { SessionTerminal } from '../../terminal/browser/session-terminal';
import { CommandRecord, ShellDetail } from '../common/shell-integration-protocol';
import { CommandDecorations, DecorationsHost } from './marks/command-decorations';
import { PlaceLines } from './marks/place-lines';
import { TerminalCommands } from './terminal-commands';

/** How long a line that was jumped to is lit, in ms. */
const LIT_MS = 700;

/** The commands of one terminal of a page: known, marked, and jumped between. Ends with the widget. */
export class IntegratedTerminal implements Disposable {
    private readonly toDispose = new DisposableCollection();
    private readonly ofSession = new DisposableCollection();
    private readonly lines: PlaceLines;
    private readonly marks: CommandDecorations;
    private jumpedTo: IMarker | undefined;
    private known: TerminalCommands | undefined;

    constructor(
        readonly widget: DispatchTerminalWidget,
        private readonly sessions: SessionsClient,
        host: DecorationsHost
    ) {
        const { terminal } = widget;
        this.lines = new PlaceLines(terminal, () => this.changed());
        this.marks = new CommandDecorations(terminal, this.lines, host);
        this.toDispose.pushAll([
            this.lines,
            this.marks,
            this.ofSession,
            widget.onDidAttach(session => this.follow(session)),
            sessions.onDidChange(() => this.followFolder()),
            terminal.onData(() => (this.jumpedTo = undefined))
        ]);
    }

    /** Undefined while no session is shown. */
    get commands(): TerminalCommands | undefined {
        return this.known;
    }

    /** Where the shell is, as far as it told. */
    get currentFolder(): string | undefined {
        return ShellDetail.safeParse(this.widget.sessionInfo?.detail).data?.currentFolder;
    }

    /** Draws the marks anew, for other settings or colours. */
    redraw(): void {
        this.marks.dispose();
        this.marks.show(this.known?.all ?? []);
    }

    /** Shows the line of a command; false when it cannot be scrolled to any more. */
    reveal(command: CommandRecord): boolean {
        const marker = this.lines.find(command.inputAt);
        if (marker) {
            this.jump(marker);
        }
        return marker !== undefined;
    }

    /** Goes to the command above (-1) or below (1); below the last one is the end. */
    jumpBy(direction: -1 | 1): void {
        const target = this.neighbour(direction);
        if (target) {
            this.jump(target);
        } else if (direction > 0) {
            this.jumpedTo = undefined;
            this.widget.terminal.scrollToBottom();
        }
    }

    /** Selects from where it is to the command above or below. */
    selectTo(direction: -1 | 1): void {
        const { terminal } = this.widget;
        const from = this.jumpedTo?.line ?? this.cursorLine;
        const target = this.neighbour(direction);
        const to = target?.line ?? (direction > 0 ? this.cursorLine : from);
        if (target) {
            this.jump(target);
        }
        terminal.selectLines(Math.min(from, to), Math.max(from, to) - (direction < 0 ? 1 : 0));
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    private follow(session: SessionTerminal): void {
        this.ofSession.dispose();
        const known = new TerminalCommands(session.sessionId, this.sessions);
        this.known = known;
        this.jumpedTo = undefined;
        this.ofSession.pushAll([
            known,
            known.onDidChange(() => this.marks.show(known.all)),
            session.onWillParse(piece => this.lines.willParse(piece)),
            session.onDidOutput(() => this.lines.didParse()),
            session.onDidShowSnapshot(meta => this.lines.didShow(meta))
        ]);
        this.followFolder();
    }

    private changed(): void {
        this.known?.refresh();
        this.marks.show(this.known?.all ?? []);
    }

    private followFolder(): void {
        const { currentFolder } = this;
        if (currentFolder !== undefined && this.widget.lastCwd.path.fsPath() !== currentFolder) {
            this.widget.lastCwd = URI.fromFilePath(currentFolder);
        }
    }

    private get cursorLine(): number {
        const { baseY, cursorY } = this.widget.terminal.buffer.active;
        return baseY + cursorY;
    }

    private neighbour(direction: -1 | 1): IMarker | undefined {
        const from = this.jumpedTo && !this.jumpedTo.isDisposed ? this.jumpedTo.line : this.cursorLine;
        const markers = (this.known?.all ?? []).flatMap(({ inputAt }) => this.lines.find(inputAt) ?? []);
        return direction < 0 ? markers.findLast(({ line }) => line < from) : markers.find(({ line }) => line > from);
    }

    private jump(marker: IMarker): void {
        const { terminal } = this.widget;
        this.jumpedTo = marker;
        const { viewportY } = terminal.buffer.active;
        if (marker.line < viewportY || marker.line >= viewportY + terminal.rows - 1) {
            terminal.scrollToLine(Math.max(0, marker.line - Math.floor(terminal.rows / 4)));
        }
        const light = terminal.registerDecoration({ marker, width: terminal.cols });
        light?.onRender(element => element.classList.add('dispatch-command-lit'));
        window.setTimeout(() => light?.dispose(), LIT_MS);
    }
}
