import { ContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { DisposableCollection } from '@theia/core/lib/common/disposable';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { MarkdownString } from '@theia/core/lib/common/markdown-rendering/markdown-string';
import { OS } from '@theia/core/lib/common/os';
import { Message, StatefulWidget } from '@theia/core/lib/browser';
import { inject, injectable, named, postConstruct } from '@theia/core/shared/inversify';
import { CommandLineOptions, ShellCommandBuilder } from '@theia/process/lib/common/shell-command-builder';
import { TerminalProcessInfo, TerminalExitReason } from '@theia/terminal/lib/common/base-terminal-protocol';
import { TerminalLocation, TerminalLocationOptions } from '@theia/terminal/lib/browser/base/terminal-widget';
import { asDispatchError } from '../../kernel/common/errors';
import { SessionId } from '../../kernel/common/ids';
import { TerminalSessionRpc } from '../common/terminal-protocol';
import { lastingId } from './creation/lasting-id';
import { InputGuard } from './accessibility/input-guard';
import { PlacesAbove } from './output-above';
import { SessionTerminalWidget } from './session-terminal-widget';
import { TerminalFeature } from './terminal-feature';

/** The attribute of a terminal's options that names the session which it shows. */
export const SESSION_ATTRIBUTE = 'dispatchSessionId';

/** What a page remembers of a terminal. */
export interface StoredTerminal {
    sessionId?: string;
    transient?: boolean;
    readOnly?: boolean;
}

let handles = -1_000;

/**
 * The terminal of a person or a plugin: a view of a session, or of a plugin's pseudoterminal. Closing it lets the
 * session go on; ending is another act (`SessionActions.end`), or a plugin's `dispose`.
 */
@injectable()
export class DispatchTerminalWidget extends SessionTerminalWidget implements StatefulWidget {
    @inject(ShellCommandBuilder)
    protected readonly shellCommandBuilder!: ShellCommandBuilder;
    @inject(ContributionProvider)
    @named(TerminalFeature)
    protected readonly features!: ContributionProvider<TerminalFeature>;
    /** Theia knows terminals by number. Ours are below zero, so that they never meet those of the backend. */
    protected handle = --handles;
    location: TerminalLocationOptions = TerminalLocation.Panel;
    private closing = false;
    /** Where a feature has something to show in older output. */
    placesAbove?: PlacesAbove;
    /** Keeps what is typed from a terminal that is read-only. */
    guard!: InputGuard;
    private readonly onDidCloseEmitter = new Emitter<void>();
    /** The person has closed it; its session may go on. */
    readonly onDidClose: Event<void> = this.onDidCloseEmitter.event;

    @postConstruct()
    protected init(): void {
        this.id = lastingId(this.options);
        this.title.closable = true;
        this.location = this.options.location ?? TerminalLocation.Panel;
        this.initScreen();
        this.guard = new InputGuard(this.node);
        this.initSession();
        this.toDispose.pushAll([this.onDidCloseEmitter, this.guard]);
        this.features.getContributions().forEach(feature => feature.enable(this));
    }

    /** What ends with this widget. */
    get toDisposeWith(): DisposableCollection {
        return this.toDispose;
    }

    get kind(): 'user' | string {
        return this.options.kind ?? 'user';
    }

    get terminalId(): number {
        return this.handle;
    }

    /** Shown for a plugin that draws it, without a session. */
    protected get isPseudo(): boolean {
        return this.options.isPseudoTerminal === true;
    }

    get hiddenFromUser(): boolean {
        return !this.shown && (this.options.hideFromUser ?? false);
    }

    private pseudoStarted = false;

    get processId(): Promise<number> {
        if (this.isPseudo) {
            // asked before the start and again at it: a plugin must be told once that its terminal is open
            return this.pseudoStarted
                ? Promise.resolve(this.terminalId)
                : Promise.reject(new Error('the terminal is not started'));
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
        if (!this.isPseudo && !this.session) {
            const named = SessionId.safeParse(this.options.attributes?.[SESSION_ATTRIBUTE]);
            const sessionId = named.success ? named.data : await this.create();
            if (this.isDisposed) {
                // Closed while its shell was being started, which nobody has seen.
                await this.sessions.end(sessionId);
                return this.terminalId;
            }
            this.attachSession(sessionId);
        }
        this.pseudoStarted = this.isPseudo;
        this.onDidOpenEmitter.fire();
        return this.terminalId;
    }

    sendText(text: string): void {
        if (this.isPseudo) {
            this.typed(text);
        } else {
            void this.connected.then(session => this.warnUnless(session.input(text)));
        }
    }

    /** For everybody who sees the session. One that has ended tells nobody anything any more, so it is cleared here as well. */
    override clearOutput(): void {
        this.above?.goToNewest();
        if (!this.session || this.session.isOver) {
            this.screen.clear();
        }
        if (this.session) {
            const rpc = this.sessions.ofSession(TerminalSessionRpc, this.session.sessionId);
            rpc.clearOutput({}).catch(error => {
                if (asDispatchError(error).code === 'kernel.unknown-method') {
                    // a session host from before an update, which goes on with its sessions
                    this.screen.clear();
                } else {
                    this.notices.failed(error);
                }
            });
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
        if (this.sessionId) {
            // The session bears it, so that every page shows the same, also when another one changes it.
            this.userTitle = undefined;
            this.sessions.rename(this.sessionId, title).catch(error => this.notices.failed(error));
        } else {
            this.userTitle = title;
        }
        this.updateTitle();
    }

    /** The folder that its shell is in now. Fails where there is no session or no connection. */
    async currentFolder(): Promise<string> {
        return (await this.process()).folder;
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
        if (this.isPseudo || !this.sessionId) {
            return {};
        }
        const transient = this.options.isTransient || !this.preferences['terminal.integrated.enablePersistentSessions'];
        return { sessionId: this.sessionId, transient, readOnly: this.guard.isReadOnly };
    }

    restoreState(state: StoredTerminal): void {
        const sessionId = SessionId.safeParse(state.sessionId);
        if (!sessionId.success || this.isPseudo) {
            this.dispose();
        } else if (state.transient && this.options.isTransient) {
            // Its plugin did not want it to outlive the page.
            this.sessions.end(sessionId.data).catch(error => this.notices.failed(error));
            this.dispose();
        } else if (!this.session) {
            this.guard.set(state.readOnly === true);
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
            this.sessions.end(this.session.sessionId).catch(error => this.notices.failed(error));
        }
        this.tellClosed({ code: undefined, reason: TerminalExitReason.Extension });
        this.away.dispose();
        this.session?.dispose();
        super.dispose();
    }

    protected override onCloseRequest(message: Message): void {
        this.closing = true;
        this.onDidCloseEmitter.fire();
        this.tellClosed({ code: undefined, reason: TerminalExitReason.User });
        super.onCloseRequest(message);
    }

    protected override typed(data: string): void {
        if (!this.guard.refuses(data)) {
            super.typed(data);
        }
    }

    protected override typedBinary(data: string): void {
        if (!this.guard.refuses(data)) {
            super.typedBinary(data);
        }
    }

    private isOfPlugin(): boolean {
        return this.options.id?.startsWith('plugin-terminal-') ?? false;
    }
}
