import { Disposable, DisposableCollection } from '@theia/core/lib/common/disposable';
import { URI } from '@theia/core/lib/common/uri';
import { SessionsClient } from '../../session/browser/sessions-client';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { SessionTerminal } from '../../terminal/browser/session-terminal';
import { CommandRecord, ShellDetail } from '../common/shell-integration-protocol';
import { CommandJumps } from './command-jumps';
import { CommandDecorations, DecorationsHost } from './marks/command-decorations';
import { EarlierMarks } from './marks/earlier-marks';
import { PlaceLines } from './marks/place-lines';
import { TerminalCommands } from './terminal-commands';

/** The commands of one terminal of a page: known, marked, and jumped between. Ends with the widget. */
export class IntegratedTerminal implements Disposable {
    private readonly toDispose = new DisposableCollection();
    private readonly ofSession = new DisposableCollection();
    private readonly lines: PlaceLines;
    private readonly marks: CommandDecorations;
    private readonly earlier: EarlierMarks;
    /** From one command to the next. */
    readonly jumps: CommandJumps;
    private known: TerminalCommands | undefined;

    constructor(
        readonly widget: DispatchTerminalWidget,
        private readonly sessions: SessionsClient,
        host: DecorationsHost
    ) {
        const { terminal } = widget;
        this.lines = new PlaceLines(terminal, () => this.changed());
        this.marks = new CommandDecorations(terminal, this.lines, host);
        const all = (): readonly CommandRecord[] => this.known?.all ?? [];
        this.earlier = new EarlierMarks(terminal, all, host);
        widget.placesAbove = this.earlier;
        this.jumps = new CommandJumps(widget, { all, lines: this.lines, earlier: this.earlier });
        this.toDispose.pushAll([
            this.lines,
            this.marks,
            this.ofSession,
            widget.onDidAttach(session => this.follow(session)),
            sessions.onDidChange(() => this.followFolder()),
            terminal.onData(() => this.jumps.forget())
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
        this.earlier.redraw();
        this.show();
    }

    dispose(): void {
        this.toDispose.dispose();
    }

    private follow(session: SessionTerminal): void {
        this.ofSession.dispose();
        const known = new TerminalCommands(session.sessionId, this.sessions);
        this.known = known;
        this.jumps.forget();
        this.ofSession.pushAll([
            known,
            known.onDidChange(() => this.show()),
            session.onWillParse(piece => this.lines.willParse(piece)),
            session.onDidOutput(() => this.lines.didParse()),
            session.onDidShowSnapshot(meta => this.lines.didShow(meta))
        ]);
        this.followFolder();
    }

    private changed(): void {
        this.known?.refresh();
        this.show();
    }

    private show(): void {
        this.marks.show(this.known?.all ?? []);
        this.earlier.update();
    }

    private followFolder(): void {
        const { currentFolder } = this;
        if (currentFolder !== undefined && this.widget.lastCwd.path.fsPath() !== currentFolder) {
            this.widget.lastCwd = URI.fromFilePath(currentFolder);
        }
    }
}
