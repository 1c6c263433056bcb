import { Emitter, Event } from '@theia/core/lib/common/event';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { Deferred } from '@theia/core/lib/common/promise-util';
import { Message } from '@theia/core/lib/browser';
import { URI } from '@theia/core/lib/common/uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalExitReason } from '@theia/terminal/lib/common/base-terminal-protocol';
import { TerminalExitStatus, TerminalWidgetOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { guessShellTypeFromExecutable } from '@theia/terminal/lib/common/shell-type';
import { DispatchError, asDispatchError } from '../../kernel/common/errors';
import { SessionId } from '../../kernel/common/ids';
import { RpcClient } from '../../kernel/common/rpc-contract';
import { isOver } from '../../session/browser/session-list';
import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { SessionsClient } from '../../session/browser/sessions-client';
import { SessionInfo } from '../../session/common/session-protocol';
import { DriveRole, ExitInfo } from '../../session/common/stream-frames';
import { TerminalDetail, TerminalSessionRpc } from '../common/terminal-protocol';
import { AwayNotice } from './away-notice';
import { SessionTerminal } from './session-terminal';
import { ShellFolder } from './sessions/shell-folder';
import { TerminalNotices } from './terminal-notices';
import { TerminalBars } from './terminal-bars';
import { TerminalCreation } from './creation/terminal-creation';
import { isSomebody } from '../domain/terminal-replies';
import { DriverSeat } from './driving/driver-seat';
import { ShownWhole } from './driving/shown-whole';
import { exitInWords, titleOf } from './sessions/terminal-words';
import { XtermTerminalWidget } from './xterm/xterm-terminal-widget';

const HIDE_CURSOR = '\x1b[?25l';
const encoder = new TextEncoder();

/**
 * A terminal on a page that shows a session: attached, sized, titled, and told what is the matter with it.
 * Which session, and what closing means, is the subclass's.
 */
@injectable()
export abstract class SessionTerminalWidget extends XtermTerminalWidget {
    @inject(TerminalWidgetOptions)
    readonly options!: TerminalWidgetOptions;
    @inject(SessionSocketManager)
    protected readonly sockets!: SessionSocketManager;
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(TerminalCreation)
    protected readonly creation!: TerminalCreation;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    exitStatus: TerminalExitStatus | undefined;

    protected bars!: TerminalBars;
    protected session: SessionTerminal | undefined;
    private readonly firstSession = new Deferred<SessionTerminal>();
    private shownWhole!: ShownWhole;
    private seat!: DriverSeat;
    private closeTold = false;
    private startsAgain = false;
    private programTitle = '';
    private readonly onDidAttachEmitter = new Emitter<SessionTerminal>();
    /** It shows this session from now on; nothing has come of it yet. */
    readonly onDidAttach: Event<SessionTerminal> = this.onDidAttachEmitter.event;
    protected userTitle: string | undefined;
    protected away!: AwayNotice;
    protected notices!: TerminalNotices;
    private folder!: ShellFolder;

    /** The session that it shows; undefined for a pseudoterminal and while one is being made. */
    get sessionId(): SessionId | undefined {
        return this.session?.sessionId;
    }

    get sessionInfo(): SessionInfo | undefined {
        return this.session && this.sessions.find(this.session.sessionId);
    }

    /** The session that it shows, as soon as there is one. */
    protected get connected(): Promise<SessionTerminal> {
        return this.session ? Promise.resolve(this.session) : this.firstSession.promise;
    }

    /** To be called once, after `initScreen`. */
    protected initSession(): void {
        this.notices = new TerminalNotices(this.messages);
        this.bars = new TerminalBars(this.node);
        this.away = new AwayNotice(this.bars, this.sockets, () => this.session);
        this.folder = new ShellFolder(
            async () => (this.session?.isOver === false ? (await this.process()).folder : undefined),
            folder => (this.lastCwd = URI.fromFilePath(folder))
        );
        this.updateTitle();
        this.toDispose.pushAll([
            this.onDidAttachEmitter,
            this.terminal.onData(data => this.typed(data)),
            this.terminal.onBinary(data => this.typedBinary(data)),
            this.terminal.onTitleChange(title => {
                this.programTitle = title;
                this.updateTitle();
            }),
            this.sockets.onDidChangeState(() => this.away.update()),
            this.sessions.onDidChange(() => {
                this.updateTitle();
                this.followRestart();
            })
        ]);
        const fontSize = (): number => this.preferences['terminal.integrated.fontSize'];
        this.shownWhole = new ShownWhole(this.screen, this.screenNode, fontSize);
        this.seat = new DriverSeat(this);
        this.toDispose.push(this.seat);
        this.node.addEventListener('focusin', () => this.sessionId && this.sockets.handleSessionFocus(this.sessionId));
        this.node.addEventListener('mouseenter', () => void this.folder.refresh());
    }

    /** Whether this page drives; `undefined` while nothing is attached. */
    get drives(): boolean | undefined {
        return this.session?.drives;
    }

    say(role: DriveRole): void {
        this.session?.drive(role);
    }

    protected fitScreen(): void {
        const fitting = this.isVisible ? this.shownWhole.restore() : undefined;
        if (!fitting) {
            return;
        }
        this.session?.resize(fitting);
        if (this.session?.grid && this.isViewer()) {
            this.shownWhole.show(this.session.grid, fitting);
        } else {
            this.screen.resize(fitting);
        }
    }

    protected override onAfterShow(message: Message): void {
        super.onAfterShow(message);
        this.seat.update();
    }

    protected override onAfterHide(message: Message): void {
        super.onAfterHide(message);
        this.seat.update();
    }

    /** `from`: what comes from this position on is added to what is shown; absent for the screen as it is now. */
    protected attachSession(sessionId: SessionId, from?: number): void {
        const session = new SessionTerminal(
            sessionId,
            this.screen,
            { fit: () => this.fitScreen(), driverTold: () => this.showDriver() },
            this.sockets,
            { from, grid: this.isVisible ? this.screen.fittingGrid() : undefined }
        );
        this.seat.update();
        this.session = session;
        session.onDidExit(exit => this.exited(exit));
        session.onDidRefuse(error => this.refused(error));
        session.onDidChangePending(() => this.away.updateText());
        session.onDidSlowInput(error => this.notices.once(error));
        session.onDidDropInput(error => this.notices.inputDropped(error));
        session.onDidOutput(bytes => this.outputText.push(bytes));
        this.onDidAttachEmitter.fire(session);
        this.firstSession.resolve(session);
        this.updateTitle();
        this.away.update();
        void this.sessions.ready.then(() => this.folder.refresh());
    }

    protected async create(): Promise<SessionId> {
        try {
            const info = await this.creation.create(this.options, this.screen.fittingGrid());
            this.lastCwd = URI.fromFilePath(info.folder);
            const shellType = guessShellTypeFromExecutable(TerminalDetail.safeParse(info.detail).data?.shell);
            if (shellType) {
                this.onShellTypeChangedEmitter.fire(shellType);
            }
            return info.id;
        } catch (thrown) {
            this.bars.showEnd(asDispatchError(thrown).message, true, [
                { label: nls.localize('dispatch/terminal/tryAgain', 'Try Again'), run: () => void this.startAgain() },
                this.closeAction()
            ]);
            this.onDidOpenFailureEmitter.fire();
            throw thrown;
        }
    }

    protected async process(): ReturnType<RpcClient<typeof TerminalSessionRpc>['getProcess']> {
        const { sessionId } = await this.connected;
        return this.sessions.ofSession(TerminalSessionRpc, sessionId, { repeatable: ['getProcess'] }).getProcess({});
    }

    /** Each character is a byte: what the mouse sends in the oldest of its ways. */
    protected typedBinary(data: string): void {
        this.warnUnless(this.session?.inputBinary(data) ?? true);
    }

    protected typed(data: string): void {
        if (this.isViewer() && isSomebody(encoder.encode(data))) {
            this.takeOver();
        }
        this.warnUnless(this.session?.input(data) ?? true);
        if (this.options.isPseudoTerminal) {
            this.inputNotice.now(data);
        } else {
            this.inputNotice.atRest(data);
        }
    }

    /** Says that input was not `taken`, so that nobody believes it went in. */
    protected warnUnless(taken: boolean): void {
        if (!taken) {
            this.notices.inputFull();
        }
    }

    /** Whether output that is parsed now is news to which this page, of all that show it, reacts for the person. */
    get actsForPerson(): boolean {
        const info = this.sessionInfo;
        return this.session?.isReplaying === false && info !== undefined && !isOver(info) && !this.isViewer();
    }

    /** Whether another page drives what is shown here. */
    private isViewer(): boolean {
        return this.session !== undefined && !this.session.isOver && !this.session.drives;
    }

    private showDriver(): void {
        if (this.isViewer()) {
            this.bars.showViewing(() => {
                this.takeOver();
                this.terminal.focus();
            });
        } else {
            this.bars.hideViewing();
        }
    }

    /** Drives from here on, with the size that this place has. */
    protected takeOver(): void {
        this.bars.hideViewing();
        this.fitScreen();
        this.session?.drive(DriveRole.Drive);
    }

    protected exited(exit: ExitInfo): void {
        this.away.updateText();
        this.tellClosed({ code: exit.exitCode, reason: TerminalExitReason.Process });
        this.showExit(exit, exitInWords(exit));
    }

    /** The line after the last output. */
    protected showExit({ exitCode }: ExitInfo, words: string): void {
        this.bars.hideViewing();
        this.screen.write(HIDE_CURSOR);
        this.showClosing(words, exitCode !== 0 && exitCode !== undefined);
    }

    private showClosing(words: string, failed: boolean): void {
        this.bars.showEnd(words, failed, [this.againAction(), this.closeAction()]);
        this.settle();
    }

    private refused(error: DispatchError): void {
        this.away.updateText();
        this.showClosing(error.message, true);
    }

    protected againAction(): { label: string; run(): void } {
        return {
            label: nls.localize('dispatch/terminal/startAgain', 'Start Again'),
            run: () => void this.startAgain()
        };
    }

    protected closeAction(): { label: string; run(): void } {
        return { label: nls.localizeByDefault('Close'), run: () => this.close() };
    }

    /** The session goes on with a new program; where there is none yet, one is made. */
    private async startAgain(): Promise<void> {
        if (this.startsAgain) {
            return;
        }
        this.startsAgain = true;
        try {
            if (this.sessionId) {
                await this.sessions.restart(this.sessionId, { shown: true });
            } else {
                await this.startNew();
            }
            this.terminal.focus();
        } catch (thrown) {
            this.notices.failed(thrown);
        } finally {
            this.startsAgain = false;
        }
    }

    private async startNew(): Promise<void> {
        const info = await this.creation.create(this.options, this.screen.fittingGrid());
        if (this.isDisposed) {
            // Closed meanwhile: nobody has seen it.
            await this.sessions.end(info.id);
            return;
        }
        this.letGo();
        this.terminal.reset();
        this.attachSession(info.id);
    }

    /** Somebody has started the ended session again, here or elsewhere: what it writes follows what is shown. */
    private followRestart(): void {
        const { session, sessionInfo: info } = this;
        const exit = session?.exitInfo;
        const runs = info?.state === 'active' || info?.state === 'suspended';
        if (session && exit && runs && info.changedAtMs > exit.atMs) {
            this.letGo();
            this.attachSession(session.sessionId, session.position);
        }
    }

    /** Makes room for another session in this widget; what is shown stays. */
    protected letGo(): void {
        this.session?.dispose();
        this.session = undefined;
        this.bars.hideEnd();
        this.exitStatus = undefined;
        this.closeTold = false;
    }

    protected tellClosed(status: TerminalExitStatus): void {
        this.exitStatus ??= status;
        if (!this.closeTold) {
            this.closeTold = true;
            this.onTerminalDidCloseEmitter.fire(this);
        }
    }

    protected updateTitle(): void {
        const info = this.sessionInfo;
        this.title.label = this.userTitle ?? titleOf(info, this.programTitle, this.options);
        // Without the folder: Theia tells tabs of one name apart by the paths in their captions, at great length.
        this.title.caption = this.title.label;
        this.toggleClass('dispatch-ended', info !== undefined && isOver(info));
    }
}
