import { CommandService } from '@theia/core/lib/common/command';
import { ContributionProvider } from '@theia/core/lib/common/contribution-provider';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { URI } from '@theia/core/lib/common/uri';
import { ContextMenuRenderer, ExtractableWidget, Message, Widget } from '@theia/core/lib/browser';
import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import { ContextKeyService } from '@theia/core/lib/browser/context-key-service';
import { inject, injectable, named } from '@theia/core/shared/inversify';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import {
    TerminalBuffer,
    TerminalCommandHistoryState,
    TerminalDimensions,
    TerminalWidget
} from '@theia/terminal/lib/browser/base/terminal-widget';
import { TerminalSearchWidget } from '@theia/terminal/lib/browser/search/terminal-search-widget';
import { TerminalMenus } from '@theia/terminal/lib/browser/terminal-frontend-contribution';
import { TerminalThemeService } from '@theia/terminal/lib/browser/terminal-theme-service';
import { TerminalContribution, TerminalWidgetImpl } from '@theia/terminal/lib/browser/terminal-widget-impl';
import { Terminal } from '@xterm/xterm';
import { TerminalSettings } from '../settings/terminal-settings';
import { OutputAbove } from '../output-above';
import { commandOfRightClick, isCopyKey, isPasteKey } from './clipboard-keys';
import { InputNotice } from './input-notice';
import { OutputText } from './output-text';
import { TerminalLinkHover } from './terminal-link-hover';
import { TerminalSearchBox } from '../find/terminal-search-box';
import { XtermScreen } from './xterm-screen';

/** How long the layout must rest before the terminal takes its new size, in ms. */
const SETTLE_MS = 40;

/**
 * The part of Theia's `TerminalWidget` that is only a terminal on a page: an xterm 6, keys, clipboard, links, search.
 * What runs behind it is the subclass's.
 */
@injectable()
export abstract class XtermTerminalWidget extends TerminalWidget implements ExtractableWidget {
    readonly isExtractable: boolean = true;
    secondaryWindow: Window | undefined;
    override lastCwd = new URI();

    @inject(TerminalPreferences)
    protected readonly preferences!: TerminalPreferences;
    @inject(TerminalSettings)
    protected readonly settings!: TerminalSettings;
    @inject(TerminalThemeService)
    protected readonly themeService!: TerminalThemeService;
    @inject(ColorRegistry)
    protected readonly colorRegistry!: ColorRegistry;
    @inject(ContextKeyService)
    protected readonly contextKeyService!: ContextKeyService;
    @inject(CommandService)
    protected readonly commands!: CommandService;
    @inject(ContextMenuRenderer)
    protected readonly contextMenuRenderer!: ContextMenuRenderer;
    @inject(ContributionProvider)
    @named(TerminalContribution)
    protected readonly terminalContributions!: ContributionProvider<TerminalContribution>;

    protected screen!: XtermScreen;
    protected screenNode!: HTMLElement;
    protected linkHover!: TerminalLinkHover;
    searchBox!: TerminalSearchBox;
    /** Where a feature shows older output than the scrollback holds. */
    above?: OutputAbove;
    protected shown = false;
    private settleTimer: number | undefined;

    protected readonly onSizeChangedEmitter = new Emitter<TerminalDimensions>();
    readonly onSizeChanged: Event<TerminalDimensions> = this.onSizeChangedEmitter.event;
    protected readonly onKeyEmitter = new Emitter<{ key: string; domEvent: KeyboardEvent }>();
    readonly onKey: Event<{ key: string; domEvent: KeyboardEvent }> = this.onKeyEmitter.event;
    protected readonly inputNotice = new InputNotice();
    readonly onData: Event<string> = this.inputNotice.event;

    protected readonly onDidOpenEmitter = new Emitter<void>();
    readonly onDidOpen: Event<void> = this.onDidOpenEmitter.event;
    protected readonly onDidOpenFailureEmitter = new Emitter<void>();
    readonly onDidOpenFailure: Event<void> = this.onDidOpenFailureEmitter.event;
    protected readonly onShellTypeChangedEmitter = new Emitter<string>();
    readonly onShellTypeChanged: Event<string> = this.onShellTypeChangedEmitter.event;
    protected readonly outputText = new OutputText();
    readonly onOutput: Event<string> = this.outputText.event;
    protected readonly onTerminalDidCloseEmitter = new Emitter<TerminalWidget>();
    readonly onTerminalDidClose: Event<TerminalWidget> = this.onTerminalDidCloseEmitter.event;
    readonly commandHistoryState: TerminalCommandHistoryState | undefined = undefined;

    /** Makes the terminal. To be called once, first. */
    protected initScreen(): void {
        this.addClass('dispatch-terminal');
        this.screenNode = this.node.appendChild(document.createElement('div'));
        this.screenNode.className = 'dispatch-terminal-screen';
        this.screen = new XtermScreen({
            preferences: this.preferences,
            settings: this.settings,
            theme: this.themeService
        });
        this.linkHover = new TerminalLinkHover(this.node);
        this.searchBox = new TerminalSearchBox(this.terminal, this.colorRegistry);
        const context = this.contextKeyService.createScoped(this.node);
        context.createKey('terminalFocus', true);
        this.toDispose.pushAll([this.screen, this.searchBox, context]);
        this.toDispose.pushAll([this.onSizeChangedEmitter, this.onKeyEmitter, this.inputNotice]);
        this.toDispose.pushAll([this.onDidOpenEmitter, this.onDidOpenFailureEmitter, this.onShellTypeChangedEmitter]);
        this.toDispose.pushAll([this.outputText, this.onTerminalDidCloseEmitter]);
        this.toDispose.push(this.preferences.onPreferenceChanged(() => this.settle()));
        this.toDispose.push(this.settings.onPreferenceChanged(() => this.settle()));
        this.listenToTerminal();
        this.listenToNode();
        // These were written for Theia's own widget; what they use of it is here under the same names.
        const asTheirs = this as unknown as TerminalWidgetImpl;
        this.terminalContributions.getContributions().forEach(contribution => contribution.onCreate(asTheirs));
    }

    /** Gives the screen the size that it should have now. */
    protected abstract fitScreen(): void;

    /** The element around the terminal's screen. */
    get region(): HTMLElement {
        return this.screenNode;
    }

    get terminal(): Terminal {
        return this.screen.terminal;
    }

    get dimensions(): TerminalDimensions {
        return { cols: this.terminal.cols, rows: this.terminal.rows };
    }

    get buffer(): TerminalBuffer {
        const { active } = this.terminal.buffer;
        return {
            length: active.length,
            getLines: (start, length, trimRight = false) => {
                const last = Math.min(start + length, active.length);
                const lines: string[] = [];
                for (let index = Math.max(0, start); index < last; index++) {
                    lines.push(active.getLine(index)?.translateToString(trimRight) ?? '');
                }
                return lines;
            }
        };
    }

    /** The terminal that one sees: the screen, or what lies over it. */
    private get front(): Terminal {
        return this.above?.shown ?? this.terminal;
    }

    // What Theia's link providers call.
    readonly lastTouchEndEvent: TouchEvent | undefined = undefined;

    getTerminal(): Terminal {
        return this.terminal;
    }

    get onMouseEnterLinkHover(): Event<MouseEvent> {
        return this.linkHover.onMouseEnter;
    }

    get onMouseLeaveLinkHover(): Event<MouseEvent> {
        return this.linkHover.onMouseLeave;
    }

    showLinkHover(follow: (event: MouseEvent) => void, x: number, y: number, message?: string): void {
        this.linkHover.show(follow, x, y, message);
    }

    hideLinkHover(): void {
        this.linkHover.hide();
    }

    /** Ours in the shape of Theia's, of which the callers use `show`, `hide` and `isVisible`. */
    getSearchBox(): TerminalSearchWidget {
        return this.searchBox as unknown as TerminalSearchWidget;
    }

    write(data: string): void {
        this.screen.write(data);
    }

    writeLine(line: string): void {
        this.screen.write(`${line}\r\n`);
    }

    resize(columns: number, rows: number): void {
        this.screen.resize({ columns, rows });
    }

    scrollLineUp(): void {
        this.scrollUp(1);
    }

    scrollLineDown(): void {
        this.front.scrollLines(1);
    }

    scrollToTop(): void {
        if (this.above) {
            this.above.goToOldest();
        } else {
            this.terminal.scrollToTop();
        }
    }

    scrollToBottom(): void {
        this.above?.goToNewest();
        this.terminal.scrollToBottom();
    }

    scrollPageUp(): void {
        this.scrollUp(this.front.rows - 1);
    }

    scrollPageDown(): void {
        this.front.scrollPages(1);
    }

    private scrollUp(lines: number): void {
        if (this.front === this.terminal && this.terminal.buffer.active.viewportY === 0) {
            this.above?.goUp(lines);
        } else {
            this.front.scrollLines(-lines);
        }
    }

    resetTerminal(): void {
        this.terminal.reset();
    }

    clearOutput(): void {
        this.screen.clear();
    }

    selectAll(): void {
        this.front.selectAll();
    }

    getSelection(): string {
        return this.front.getSelection();
    }

    hasSelection(): boolean {
        return this.front.hasSelection();
    }

    paste(text: string): void {
        this.terminal.paste(text);
    }

    protected override onActivateRequest(message: Message): void {
        super.onActivateRequest(message);
        this.front.focus();
    }

    protected override onAfterAttach(message: Message): void {
        Widget.attach(this.searchBox, this.node);
        super.onAfterAttach(message);
        this.update();
    }

    protected override onBeforeDetach(message: Message): void {
        Widget.detach(this.searchBox);
        this.screen.hide();
        super.onBeforeDetach(message);
    }

    protected override onAfterHide(message: Message): void {
        super.onAfterHide(message);
        this.screen.hide();
    }

    protected override onAfterShow(message: Message): void {
        super.onAfterShow(message);
        this.update();
    }

    protected override onResize(message: Widget.ResizeMessage): void {
        super.onResize(message);
        this.update();
    }

    protected override onUpdateRequest(message: Message): void {
        super.onUpdateRequest(message);
        if (!this.isVisible || !this.isAttached) {
            return;
        }
        const first = !this.screen.isOpen;
        this.shown = true;
        this.screen.open(this.screenNode);
        if (first) {
            this.fitScreen();
        } else {
            this.settle();
        }
    }

    /** Fits once the layout has come to rest. */
    protected settle(): void {
        window.clearTimeout(this.settleTimer);
        this.settleTimer = window.setTimeout(() => this.isVisible && this.fitScreen(), SETTLE_MS);
    }

    private listenToTerminal(): void {
        const { terminal } = this;
        terminal.attachCustomKeyEventHandler(event => this.isForTerminal(event));
        this.toDispose.pushAll([
            terminal.onResize(size => this.onSizeChangedEmitter.fire(size)),
            terminal.onKey(event => this.onKeyEmitter.fire(event))
        ]);
    }

    private listenToNode(): void {
        this.node.addEventListener('contextmenu', event => {
            event.preventDefault();
            event.stopPropagation();
            const behavior = this.settings['terminal.integrated.rightClickBehavior'];
            if (behavior === 'nothing') {
                return;
            }
            const command = commandOfRightClick(behavior, this.hasSelection());
            if (command) {
                void this.commands.executeCommand(command);
                return;
            }
            this.contextMenuRenderer.render({
                menuPath: TerminalMenus.TERMINAL_CONTEXT_MENU,
                anchor: event,
                context: this.node
            });
        });
    }

    /** False for the keys that copy or paste: the page's own event then does it, which needs no permission. */
    private isForTerminal(event: KeyboardEvent): boolean {
        if (isCopyKey(event)) {
            return !(this.preferences['terminal.enableCopy'] && this.hasSelection());
        }
        if (isPasteKey(event)) {
            if (this.preferences['terminal.enablePaste']) {
                return false;
            }
            event.preventDefault();
        }
        return true;
    }
}
