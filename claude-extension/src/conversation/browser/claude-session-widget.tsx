import { ContextKey, ContextKeyService } from '@theia/core/lib/browser/context-key-service';
import { KeybindingRegistry } from '@theia/core/lib/browser/keybinding';
import { StatefulWidget } from '@theia/core/lib/browser/shell/shell-layout-restorer';
import { ExtractableWidget } from '@theia/core/lib/browser/widgets/extractable-widget';
import { ReactWidget } from '@theia/core/lib/browser/widgets/react-widget';
import { Message } from '@theia/core/lib/browser/widgets/widget';
import { WindowService } from '@theia/core/lib/browser/window/window-service';
import { CommandRegistry } from '@theia/core/lib/common/command';
import { ILogger } from '@theia/core/lib/common/logger';
import { MessageService } from '@theia/core/lib/common/message-service';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { PageClipboard } from 'dispatch-extension/lib/clipboard/browser/page-clipboard';
import { ApprovalDesk } from '../../approval/browser/approval-desk';
import { ApprovalPlace, ApprovalPlaceContext } from '../../approval/browser/approval-place';
import { RuntimeName } from '../common/claude-events';
import { waitingTools } from '../domain/transcript';
import { ClaudeCommands } from './claude-commands';
import { ClaudeRuntimes } from './claude-runtimes';
import { ClaudeSessionModel } from './claude-session-model';
import { ClaudeText, stateInWords } from './claude-text';
import { Mentions } from './composer/mentions';
import { MessageEditors } from './composer/message-editors';
import { inputOf } from './composer/message-field';
import { AdditionsContext, ViewAdditions } from './contributions/view-additions';
import { BranchReader } from './editors/branch-reader';
import { CodeApplier } from './editors/code-applier';
import { EditorDesk } from './editors/editor-desk';
import { EditorSelection } from './editors/editor-selection';
import { KnownRuntimes } from './known-runtimes';
import { LinkTarget, linkTargetOf } from './link-target';
import { Diagrams } from './markdown/diagrams';
import { Formulas } from './markdown/formulas';
import { Highlighter } from './markdown/highlighter';
import { ClaudeSignIn, SignInEnd } from './sign-in/claude-sign-in';
import { CommandTerminals } from './tools/command-terminals';
import { ClaudeSessionView } from './view/claude-session-view';
import { findCard, isWriting } from './view/use-waiting-card';
import { ViewServices, ViewServicesContext } from './view/view-services';

/** One Claude session beside editors and terminals. Closing it detaches; the session goes on. */
@injectable()
export class ClaudeSessionWidget extends ReactWidget implements StatefulWidget, ExtractableWidget {
    static readonly FACTORY_ID = 'dispatch-claude';
    /** Set while the focus is in a Claude session; for key bindings. */
    static readonly FOCUS_KEY = 'dispatchClaudeFocus';
    /** Set while the focus is in a Claude session that can be stopped. */
    static readonly BUSY_KEY = 'dispatchClaudeBusy';
    /** Set while the focus is in a Claude session that asks for permission. */
    static readonly WAITING_KEY = 'dispatchClaudeWaiting';

    @inject(ClaudeSessionModel) readonly model!: ClaudeSessionModel;
    @inject(ApprovalDesk) protected readonly approvals!: ApprovalDesk;
    @inject(ClaudeRuntimes) protected readonly runtimes!: ClaudeRuntimes;
    @inject(ClaudeSignIn) protected readonly signIn!: ClaudeSignIn;
    @inject(ViewAdditions) protected readonly additions!: ViewAdditions;
    @inject(Highlighter) protected readonly highlighter!: Highlighter;
    @inject(Diagrams) protected readonly diagrams!: Diagrams;
    @inject(Formulas) protected readonly formulas!: Formulas;
    @inject(BranchReader) protected readonly branches!: BranchReader;
    @inject(Mentions) protected readonly mentions!: Mentions;
    @inject(MessageEditors) protected readonly inputs!: MessageEditors;
    @inject(EditorSelection) protected readonly selection!: EditorSelection;
    @inject(CommandTerminals) protected readonly terminals!: CommandTerminals;
    @inject(EditorDesk) protected readonly desk!: EditorDesk;
    @inject(CodeApplier) protected readonly applier!: CodeApplier;
    @inject(WindowService) protected readonly windows!: WindowService;
    @inject(MessageService) protected readonly messages!: MessageService;
    @inject(CommandRegistry) protected readonly commands!: CommandRegistry;
    @inject(KeybindingRegistry) protected readonly keybindings!: KeybindingRegistry;
    @inject(ContextKeyService) protected readonly contextKeys!: ContextKeyService;
    @inject(ILogger) protected readonly logger!: ILogger;

    isExtractable = true;
    secondaryWindow: Window | undefined;

    protected known!: KnownRuntimes;
    protected services!: ViewServices;
    protected place: ApprovalPlace | undefined;
    protected keys!: { allow: string; deny: string; stop: string };
    protected focusInside = false;

    @postConstruct()
    protected init(): void {
        this.id = `${ClaudeSessionWidget.FACTORY_ID}:${this.model.sessionId}`;
        this.addClass('dispatch-claude-view');
        this.scrollOptions = undefined;
        this.title.iconClass = 'dispatch-claude-icon';
        this.title.closable = true;
        this.node.tabIndex = -1;
        this.known = new KnownRuntimes(this.runtimes, this.model, () => this.runtimesTold(), this.logger);
        this.services = this.createServices();
        this.keys = this.readKeys();
        this.toDispose.push(this.model);
        this.toDispose.push(this.model.onDidChange(() => this.modelChanged()));
        this.toDispose.push(
            this.highlighter.onDidChangeColours(() => {
                this.services = this.createServices();
                this.update();
            })
        );
        this.toDispose.push(this.keybindings.onKeybindingsChanged(() => (this.keys = this.readKeys())));
        this.toDispose.push(this.signIn.onDidEnd(end => void this.signInEnded(end)));
        this.model.start();
        void this.known.refresh();
        this.modelChanged();
    }

    storeState(): object {
        return {};
    }

    restoreState(): void {
        // All that is to be kept is in the session's log, the draft and the outbox.
    }

    /**
     * Answers the question that is seen; brings it into view first where it is not. While something is being written
     * it goes to the question only: elsewhere the same keys begin a new line or delete a word.
     */
    answerShown(answer: 'allow' | 'deny'): void {
        const waiting = waitingTools(this.model.transcript);
        const { activeElement } = this.node.ownerDocument;
        const focused = activeElement?.closest<HTMLElement>('[data-approval]')?.dataset['approval'];
        const approval = (waiting.find(tool => tool.approval?.approvalId === focused) ?? waiting[0])?.approval;
        const card = findCard(this.node, approval?.approvalId);
        if (!approval || !card) {
            return;
        }
        const button = card.querySelector<HTMLButtonElement>(`.dispatch-claude-${answer}`);
        if (!button || button.disabled) {
            return;
        }
        if (isSeen(card) && !isWriting(activeElement)) {
            button.click();
        } else {
            card.scrollIntoView({ block: 'nearest' });
            card.focus({ preventScroll: true });
        }
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        const card = findCard(this.node, waitingTools(this.model.transcript)[0]?.approval?.approvalId);
        (card ?? inputOf(this.node) ?? this.node).focus();
        this.model.focused();
    }

    /** Again for each place: what listens is let go of when a tab is moved, also into a window of its own. */
    protected override onAfterAttach(message: Message): void {
        super.onAfterAttach(message);
        this.listenToFocus();
    }

    protected override onBeforeDetach(message: Message): void {
        this.focusInside = false;
        this.updateContextKeys(true);
        super.onBeforeDetach(message);
    }

    protected override onAfterShow(message: Message): void {
        super.onAfterShow(message);
        void this.known.refresh();
        this.update();
    }

    protected render(): React.ReactNode {
        return (
            <ViewServicesContext.Provider value={this.services}>
                <AdditionsContext.Provider value={this.additions}>
                    <ApprovalPlaceContext.Provider value={this.approvalPlace()}>
                        <ClaudeSessionView
                            model={this.model}
                            runtimes={this.known.list}
                            keys={this.keys}
                            onNewSession={this.newSession}
                            onSignIn={() => void this.signIn.open()}
                        />
                    </ApprovalPlaceContext.Provider>
                </AdditionsContext.Provider>
            </ViewServicesContext.Provider>
        );
    }

    protected readonly newSession = (runtime?: RuntimeName): void => {
        void this.commands.executeCommand(ClaudeCommands.NEW.id, { runtime });
    };

    protected modelChanged(): void {
        const { transcript } = this.model;
        const waiting = waitingTools(transcript).length > 0 || transcript.parked !== undefined;
        this.title.label = this.model.info?.title || ClaudeText.session;
        this.title.caption = `${this.title.label} — ${stateInWords(transcript)}`;
        this.title.className = waiting
            ? 'dispatch-claude-tab-waiting'
            : this.model.busy
              ? 'dispatch-claude-tab-working'
              : '';
        this.updateContextKeys();
        this.known.modelChanged();
        this.askWhatIsOffered();
        if (this.isVisible) {
            this.update();
        }
    }

    /** What the person had sent before goes out by itself; another page would not know whether it is still wanted. */
    protected async signInEnded({ outcome, ours }: SignInEnd): Promise<void> {
        await this.known.refreshAnew();
        if (ours && outcome === 'signed-in' && this.known.own?.usable && !this.isDisposed) {
            this.model.resendUnanswerable();
        }
    }

    protected runtimesTold(): void {
        this.askWhatIsOffered();
        this.update();
    }

    /** Model, mode and commands are chosen before the first message, so the runtime is asked once a person is here. */
    protected askWhatIsOffered(): void {
        if (this.focusInside && this.known.own?.usable) {
            this.model.discover();
        }
    }

    protected createServices(): ViewServices {
        return {
            openFile: (path, line) => this.openTarget({ kind: 'file', path, line }),
            openLink: href => this.openTarget(linkTargetOf(href)),
            branchOf: folder => this.branches.branchOf(folder),
            inputs: this.inputs,
            mention: query => this.mentions.suggest(query, this.folder),
            selection: this.selection,
            copy: text => this.copy(text),
            openChange: (change, done) => void this.desk.openChange(change, this.folder, done),
            openTerminal: () => void this.terminals.open(this.model.sessionId),
            insertCode: code => void this.desk.insert(code),
            applyCode: code => void this.applier.apply(code),
            openCode: (code, language) => void this.desk.openCode(code, language),
            highlight: (code, language) => this.highlighter.highlight(code, language),
            diagrams: { draw: source => this.diagrams.draw(source), find: source => this.diagrams.find(source) },
            formulas: this.formulas,
            shortPath: path => {
                const folder = this.folder;
                return folder && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
            }
        };
    }

    /** The same value as long as it says the same, so that what shows it is not made anew. */
    protected approvalPlace(): ApprovalPlace {
        if (this.place?.folder !== this.folder) {
            this.place = { desk: this.approvals, sessionId: this.model.sessionId, folder: this.folder };
        }
        return this.place;
    }

    /** Also in a window of its own, and where the page came over http from another machine. */
    protected async copy(text: string): Promise<boolean> {
        const copied = await new PageClipboard(this).write(text);
        if (!copied) {
            void this.messages.warn(ClaudeText.notCopied);
        }
        return copied;
    }

    protected get folder(): string {
        return this.model.transcript.folder ?? this.model.info?.folder ?? '';
    }

    protected openTarget(target: LinkTarget | undefined): void {
        if (target?.kind === 'web') {
            this.windows.openNewWindow(target.href, { external: true });
        } else if (target) {
            const path = target.path.startsWith('/') ? target.path : `${this.folder}/${target.path}`;
            void this.desk.openFile(path, target.line);
        }
    }

    protected readKeys(): { allow: string; deny: string; stop: string } {
        const keyOf = (command: string): string => {
            const [binding] = this.keybindings.getKeybindingsForCommand(command);
            return binding ? this.keybindings.acceleratorFor(binding, '+').join(' ') : '';
        };
        return {
            allow: keyOf(ClaudeCommands.ALLOW.id),
            deny: keyOf(ClaudeCommands.DENY.id),
            stop: keyOf(ClaudeCommands.STOP.id)
        };
    }

    protected listenToFocus(): void {
        const focus = (inside: boolean) => (): void => {
            this.focusInside = inside;
            this.updateContextKeys(true);
            this.askWhatIsOffered();
        };
        this.addEventListener(this.node, 'focusin', focus(true));
        this.addEventListener(this.node, 'focusout', focus(false));
        // Theia stops touch scrolling for the whole page; within the transcript it is wanted.
        this.addEventListener(this.node, 'touchmove', event => event.stopPropagation());
    }

    protected updateContextKeys(always = false): void {
        if (!this.focusInside && !always) {
            return;
        }
        const set = (key: string, value: boolean): void => {
            this.key(key).set(this.focusInside && value);
        };
        set(ClaudeSessionWidget.FOCUS_KEY, true);
        // Escape there closes or takes back something smaller; Theia sees the key first.
        const keepsEscape = Boolean(this.node.ownerDocument.activeElement?.closest('[data-keeps-escape]'));
        set(ClaudeSessionWidget.BUSY_KEY, this.model.busy && !keepsEscape);
        set(ClaudeSessionWidget.WAITING_KEY, waitingTools(this.model.transcript).length > 0);
    }

    protected key(name: string): ContextKey<boolean> {
        return this.contextKeys.createKey<boolean>(name, false);
    }
}

function isSeen(card: HTMLElement): boolean {
    const scroller = card.closest('.dispatch-claude-scroller');
    if (!scroller) {
        return false;
    }
    const box = scroller.getBoundingClientRect();
    const { top, bottom } = card.getBoundingClientRect();
    return Math.min(bottom, box.bottom) - Math.max(top, box.top) > Math.min(bottom - top, box.height) * 0.5;
}
