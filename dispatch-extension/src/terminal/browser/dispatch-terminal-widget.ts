import { Emitter, Event } from '@theia/core/lib/common/event';
import { MarkdownString } from '@theia/core/lib/common/markdown-rendering/markdown-string';
import { MessageService } from '@theia/core/lib/common/message-service';
import { nls } from '@theia/core/lib/common/nls';
import { OS } from '@theia/core/lib/common/os';
import { Deferred } from '@theia/core/lib/common/promise-util';
import { URI } from '@theia/core/lib/common/uri';
import { Message, StatefulWidget, codicon } from '@theia/core/lib/browser';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { CommandLineOptions, ShellCommandBuilder } from '@theia/process/lib/common/shell-command-builder';
import { TerminalProcessInfo, TerminalExitReason } from '@theia/terminal/lib/common/base-terminal-protocol';
import {
    TerminalCommandHistoryState,
    TerminalExitStatus,
    TerminalLocation,
    TerminalLocationOptions,
    TerminalWidget,
    TerminalWidgetOptions
} from '@theia/terminal/lib/browser/base/terminal-widget';
import { guessShellTypeFromExecutable } from '@theia/terminal/lib/common/shell-type';
import { DispatchError, asDispatchError } from '../../kernel/common/errors';
import { SessionId } from '../../kernel/common/ids';
import { RpcClient } from '../../kernel/common/rpc-contract';
import { isOver } from '../../session/browser/session-list';
import { SessionSocketManager } from '../../session/browser/session-socket-manager';
import { SessionsClient } from '../../session/browser/sessions-client';
import { SessionInfo } from '../../session/common/session-protocol';
import { ExitInfo } from '../../session/common/stream-frames';
import { TerminalDetail, TerminalSessionRpc } from '../common/terminal-protocol';
import { SessionTerminal } from './session-terminal';
import { TerminalBars } from './terminal-bars';
import { TerminalCreation } from './terminal-creation';
import { isReply } from './terminal-replies';
import { exitInWords, titleOf } from './terminal-words';
import { XtermTerminalWidget } from './xterm-terminal-widget';

/** The attribute of a terminal's options that names the session which it shows. */
export const SESSION_ATTRIBUTE = 'dispatchSessionId';

/** A connection that comes back within this time is not worth a word, in ms. */
const PATIENCE_MS = 600;
/** How often the folder of the shell is asked for at most, in ms; links to files are relative to it. */
const FOLDER_MS = 2_000;

const HIDE_CURSOR = '\x1b[?25l';

interface StoredTerminal {
    sessionId?: string;
    transient?: boolean;
    userTitle?: string;
}

let handles = -1_000;

/**
 * The terminal of a person or a plugin: a view of a session, or of a plugin's pseudoterminal. Closing it lets the
 * session go on; ending is another act (`SessionActions.end`), or a plugin's `dispose`.
 */
@injectable()
export class DispatchTerminalWidget extends XtermTerminalWidget implements StatefulWidget {
    @inject(TerminalWidgetOptions)
    readonly options!: TerminalWidgetOptions;
    @inject('terminal-dom-id')
    protected readonly domId!: string;
    @inject(SessionSocketManager)
    protected readonly sockets!: SessionSocketManager;
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(TerminalCreation)
    protected readonly creation!: TerminalCreation;
    @inject(ShellCommandBuilder)
    protected readonly shellCommandBuilder!: ShellCommandBuilder;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    /** Theia knows terminals by number. Ours are below zero, so that they never meet those of the backend. */
    readonly terminalId = --handles;
    readonly commandHistoryState: TerminalCommandHistoryState | undefined = undefined;
    location: TerminalLocationOptions = TerminalLocation.Panel;
    exitStatus: TerminalExitStatus | undefined;

    private bars!: TerminalBars;
    private session: SessionTerminal | undefined;
    private readonly connected = new Deferred<SessionTerminal>();
    private drives = true;
    private closing = false;
    private closeTold = false;
    private programTitle = '';
    private userTitle: string | undefined;
    private awayTimer: number | undefined;
    private folderAskedAtMs = 0;

    private readonly onDidOpenEmitter = new Emitter<void>();
    readonly onDidOpen: Event<void> = this.onDidOpenEmitter.event;
    private readonly onDidOpenFailureEmitter = new Emitter<void>();
    readonly onDidOpenFailure: Event<void> = this.onDidOpenFailureEmitter.event;
    private readonly onShellTypeChangedEmitter = new Emitter<string>();
    readonly onShellTypeChanged: Event<string> = this.onShellTypeChangedEmitter.event;
    private readonly onOutputEmitter = new Emitter<string>();
    readonly onOutput: Event<string> = this.onOutputEmitter.event;
    private readonly onTerminalDidCloseEmitter = new Emitter<TerminalWidget>();
    readonly onTerminalDidClose: Event<TerminalWidget> = this.onTerminalDidCloseEmitter.event;
    private readonly onDidCloseEmitter = new Emitter<void>();
    /** The person has closed it; its session may go on. */
    readonly onDidClose: Event<void> = this.onDidCloseEmitter.event;

    @postConstruct()
    protected init(): void {
        this.id = this.domId;
        this.title.closable = true;
        this.title.iconClass = iconOf(this.options);
        this.location = this.options.location ?? TerminalLocation.Panel;
        this.initScreen();
        this.bars = new TerminalBars(this.node);
        this.updateTitle();
        this.toDispose.pushAll([
            this.terminal.onData(data => this.typed(data)),
            this.terminal.onBinary(data => this.session?.inputBinary(data)),
            this.terminal.onTitleChange(title => {
                this.programTitle = title;
                this.updateTitle();
            }),
            this.sockets.onDidChangeState(() => this.updateAway()),
            this.sessions.onDidChange(() => this.updateTitle()),
            this.onDidOpenEmitter,
            this.onDidOpenFailureEmitter,
            this.onShellTypeChangedEmitter,
            this.onOutputEmitter,
            this.onTerminalDidCloseEmitter,
            this.onDidCloseEmitter
        ]);
        const claim = (): void => this.claim();
        this.node.addEventListener('focusin', claim);
        this.node.addEventListener('mouseenter', () => this.refreshFolder());
        const claimOnReturn = (): void => {
            if (this.node.contains(document.activeElement)) {
                this.claim();
            }
        };
        window.addEventListener('focus', claimOnReturn);
        this.toDispose.push({ dispose: () => window.removeEventListener('focus', claimOnReturn) });
    }

    /** The session that it shows; undefined for a pseudoterminal and while one is being made. */
    get sessionId(): SessionId | undefined {
        return this.session?.sessionId;
    }

    get sessionInfo(): SessionInfo | undefined {
        return this.session && this.sessions.find(this.session.sessionId);
    }

    get kind(): 'user' | string {
        return this.options.kind ?? 'user';
    }

    get hiddenFromUser(): boolean {
        return !this.shown && (this.options.hideFromUser ?? false);
    }

    get processId(): Promise<number> {
        if (this.options.isPseudoTerminal) {
            return Promise.resolve(this.terminalId);
        }
        return this.process().then(({ pid }) => {
            if (pid === undefined) {
                throw new Error('the terminal has ended');
            }
            return pid;
        });
    }

    get processInfo(): Promise<TerminalProcessInfo> {
        return this.process();
    }

    /** Plugins' variables are applied when a terminal is made, and not described afterwards. */
    get envVarCollectionDescriptionsByExtension(): Promise<Map<string, (string | MarkdownString | undefined)[]>> {
        return Promise.resolve(new Map());
    }

    /** Shows the session that the options name, or makes one. */
    async start(): Promise<number> {
        if (!this.options.isPseudoTerminal && !this.session) {
            const named = SessionId.safeParse(this.options.attributes?.[SESSION_ATTRIBUTE]);
            this.attachSession(named.success ? named.data : await this.create());
        }
        this.onDidOpenEmitter.fire();
        return this.terminalId;
    }

    sendText(text: string): void {
        if (this.options.isPseudoTerminal) {
            this.typed(text);
        } else {
            this.connected.promise.then(session => session.input(text));
        }
    }

    async executeCommand(options: CommandLineOptions): Promise<void> {
        this.sendText(this.shellCommandBuilder.buildCommand(await this.processInfo, options) + OS.backend.EOL);
    }

    async hasChildProcesses(): Promise<boolean> {
        return this.session !== undefined && !this.session.isOver && (await this.process()).hasChildren;
    }

    setTitle(title: string): void {
        this.hasUserTitle = true;
        this.userTitle = title;
        this.updateTitle();
        if (this.sessionId) {
            this.sessions.rename(this.sessionId, title).catch(error => this.report(error));
        }
    }

    /** After the end it stays and can be read, so there is nothing to wait for. */
    waitOnExit(waitOnExit?: boolean | string): void {
        if (!waitOnExit) {
            this.dispose();
        } else if (typeof waitOnExit === 'string') {
            this.bars.showEnd(waitOnExit, false, [this.closeAction()]);
        }
    }

    storeState(): StoredTerminal {
        if (this.options.isPseudoTerminal || !this.sessionId) {
            return {};
        }
        const transient = this.options.isTransient || !this.preferences['terminal.integrated.enablePersistentSessions'];
        return { sessionId: this.sessionId, transient, userTitle: this.userTitle };
    }

    restoreState(state: StoredTerminal): void {
        const sessionId = SessionId.safeParse(state.sessionId);
        if (!sessionId.success || this.options.isPseudoTerminal) {
            this.dispose();
        } else if (state.transient && this.options.isTransient) {
            // Its plugin did not want it to outlive the page.
            this.sessions.end(sessionId.data).catch(error => this.report(error));
            this.dispose();
        } else if (!this.session) {
            this.userTitle = state.userTitle;
            this.hasUserTitle = state.userTitle !== undefined;
            this.attachSession(sessionId.data);
            this.onDidOpenEmitter.fire();
        }
    }

    override dispose(): void {
        if (this.isDisposed) {
            return;
        }
        if (!this.closing && this.isOfPlugin() && this.session && !this.session.isOver) {
            this.exitStatus = { code: undefined, reason: TerminalExitReason.Extension };
            this.sessions.end(this.session.sessionId).catch(error => this.report(error));
        }
        this.tellClosed({ code: undefined, reason: TerminalExitReason.Extension });
        window.clearTimeout(this.awayTimer);
        this.session?.dispose();
        super.dispose();
    }

    protected override onCloseRequest(message: Message): void {
        this.closing = true;
        this.onDidCloseEmitter.fire();
        this.tellClosed({ code: undefined, reason: TerminalExitReason.User });
        super.onCloseRequest(message);
    }

    protected fitScreen(): void {
        const grid = this.isVisible ? this.screen.fittingGrid() : undefined;
        if (!grid) {
            return;
        }
        if (!this.session || this.session.isOver) {
            this.screen.resize(grid);
        } else if (this.isDriver()) {
            this.screen.resize(grid);
            this.session.resize(grid);
        }
    }

    private attachSession(sessionId: SessionId): void {
        const session = new SessionTerminal(
            sessionId,
            this.screen,
            { isDriver: () => this.isDriver(), fit: () => this.fitScreen(), yielded: () => (this.drives = false) },
            this.sockets
        );
        this.session = session;
        session.onDidExit(exit => this.exited(exit));
        session.onDidRefuse(error => this.refused(error));
        session.onDidChangePending(() => this.awayTimer === undefined || this.updateAwayText());
        session.onDidOutput(bytes => this.onOutputEmitter.fire(new TextDecoder().decode(bytes)));
        this.connected.resolve(session);
        this.updateTitle();
        this.updateAway();
        this.sessions.ready.then(() => this.refreshFolder());
    }

    private async create(): Promise<SessionId> {
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
                { label: nls.localize('dispatch/terminal/tryAgain', 'Try Again'), run: () => this.startAgain() },
                this.closeAction()
            ]);
            this.onDidOpenFailureEmitter.fire();
            throw thrown;
        }
    }

    private async process(): ReturnType<RpcClient<typeof TerminalSessionRpc>['getProcess']> {
        const { sessionId } = await this.connected.promise;
        return this.sessions.ofSession(TerminalSessionRpc, sessionId, { repeatable: ['getProcess'] }).getProcess({});
    }

    private typed(data: string): void {
        this.onDataEmitter.fire(data);
        if (!this.drives && !isReply(data)) {
            this.claim();
        }
        if (this.session && !this.session.input(data)) {
            this.messages.warn(
                nls.localize(
                    'dispatch/terminal/full',
                    'Too much input waits for the connection. The last of it was not taken.'
                )
            );
        }
    }

    /** Whether this page's size and answers count: nobody else watches, or the person is here. */
    private isDriver(): boolean {
        const viewers = this.sessionInfo?.viewers ?? 0;
        return viewers <= 1 || (this.drives && document.hasFocus());
    }

    private claim(): void {
        this.drives = true;
        this.fitScreen();
        if (this.sessionId) {
            this.sockets.handleSessionFocus(this.sessionId);
        }
    }

    private exited(exit: ExitInfo): void {
        this.tellClosed({ code: exit.exitCode, reason: TerminalExitReason.Process });
        const failed = exit.exitCode !== 0 && exit.exitCode !== undefined;
        this.bars.showEnd(exitInWords(exit), failed, [this.againAction(), this.closeAction()]);
        this.terminal.write(HIDE_CURSOR);
        this.settle();
    }

    private refused(error: DispatchError): void {
        this.bars.showEnd(error.message, true, [this.againAction(), this.closeAction()]);
        this.settle();
    }

    private againAction(): { label: string; run(): void } {
        return { label: nls.localize('dispatch/terminal/again', 'New Terminal Here'), run: () => this.startAgain() };
    }

    private closeAction(): { label: string; run(): void } {
        return { label: nls.localizeByDefault('Close'), run: () => this.close() };
    }

    /** A new session in the same folder takes the place of the ended one in this widget. */
    private async startAgain(): Promise<void> {
        const { folder } = this.sessionInfo ?? {};
        try {
            const info = await this.creation.create(
                { ...this.options, cwd: folder ?? this.options.cwd },
                this.screen.fittingGrid()
            );
            this.session?.dispose();
            this.bars.hideEnd();
            this.terminal.reset();
            this.exitStatus = undefined;
            this.attachSession(info.id);
            this.terminal.focus();
        } catch (thrown) {
            this.report(thrown);
        }
    }

    private tellClosed(status: TerminalExitStatus): void {
        this.exitStatus ??= status;
        if (!this.closeTold) {
            this.closeTold = true;
            this.onTerminalDidCloseEmitter.fire(this);
        }
    }

    private isOfPlugin(): boolean {
        return this.options.id?.startsWith('plugin-terminal-') ?? false;
    }

    private updateTitle(): void {
        const info = this.sessionInfo;
        const title = this.userTitle ?? titleOf(info, this.programTitle, this.options);
        this.title.label = title;
        this.title.caption = info ? `${title}\n${info.folder}` : title;
        this.toggleClass('dispatch-ended', info !== undefined && isOver(info));
    }

    private updateAway(): void {
        window.clearTimeout(this.awayTimer);
        this.awayTimer = undefined;
        if (this.session && !this.session.isOver && this.sockets.state === 'offline') {
            this.awayTimer = window.setTimeout(() => this.updateAwayText(), PATIENCE_MS);
        } else {
            this.bars.hideAway();
        }
    }

    private updateAwayText(): void {
        if (this.sockets.state === 'offline') {
            this.bars.showAway(this.session?.pendingBytes ?? 0);
        }
    }

    private async refreshFolder(): Promise<void> {
        if (!this.session || this.session.isOver || Date.now() - this.folderAskedAtMs < FOLDER_MS) {
            return;
        }
        this.folderAskedAtMs = Date.now();
        try {
            this.lastCwd = URI.fromFilePath((await this.process()).folder);
        } catch {
            // Links stay relative to the folder known before.
        }
    }

    private report(thrown: unknown): void {
        this.messages.error(asDispatchError(thrown).message);
    }
}

function iconOf({ iconClass }: TerminalWidgetOptions): string {
    return typeof iconClass === 'string' ? iconClass : (iconClass?.id ?? codicon('terminal'));
}
