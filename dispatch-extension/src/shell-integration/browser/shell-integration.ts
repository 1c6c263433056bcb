import { Emitter, Event } from '@theia/core/lib/common/event';
import { PreferenceService } from '@theia/core/lib/common/preferences/preference-service';
import { ContextMenuRenderer, Widget } from '@theia/core/lib/browser';
import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import { ThemeService } from '@theia/core/lib/browser/theming';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import { SessionId } from '../../kernel/common/ids';
import { SessionsClient } from '../../session/browser/sessions-client';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { TerminalFeature } from '../../terminal/browser/terminal-feature';
import { IntegratedTerminal } from './integrated-terminal';
import { CommandMood } from './marks/command-words';
import { DECORATIONS, Decorations } from './shell-integration-settings';

/** The menu of a command's mark. */
export const COMMAND_MARK_MENU = ['dispatch-command-mark'];

/** As wide as the scroll bar, in px. Without a width xterm draws no ruler. */
const RULER_WIDTH = 14;

const COLORS: Record<CommandMood, string> = {
    running: 'terminalCommandDecoration.defaultBackground',
    succeeded: 'terminalCommandDecoration.successBackground',
    failed: 'terminalCommandDecoration.errorBackground',
    unknown: 'terminalCommandDecoration.defaultBackground'
};

/** Joins every terminal of the page, and knows their commands. */
@injectable()
export class ShellIntegration implements TerminalFeature {
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(PreferenceService)
    protected readonly preferences!: PreferenceService;
    @inject(ContextMenuRenderer)
    protected readonly menus!: ContextMenuRenderer;
    @inject(ColorRegistry)
    protected readonly colors!: ColorRegistry;
    @inject(ThemeService)
    protected readonly themes!: ThemeService;

    private readonly terminals = new Map<Widget, IntegratedTerminal>();
    private readonly onDidShowEmitter = new Emitter<SessionId>();
    /** The terminal of this session has come into view. */
    readonly onDidShow: Event<SessionId> = this.onDidShowEmitter.event;

    @postConstruct()
    protected init(): void {
        this.preferences.onPreferenceChanged(({ preferenceName }) => {
            if (preferenceName === DECORATIONS) {
                this.redraw();
            }
        });
        this.themes.onDidColorThemeChange(() => this.redraw());
    }

    enable(widget: DispatchTerminalWidget): void {
        const decorations = (): Decorations => this.decorations;
        const terminal = new IntegratedTerminal(widget, this.sessions, {
            get decorations() {
                return decorations();
            },
            colorOf: mood => this.colors.getCurrentColor(COLORS[mood]) ?? 'gray',
            menu: (n, event) => this.showMenu(widget, n, event)
        });
        this.terminals.set(widget, terminal);
        this.layOut(widget);
        widget.onDidChangeVisibility(isVisible => {
            if (isVisible && widget.sessionId) {
                this.onDidShowEmitter.fire(widget.sessionId);
            }
        });
        widget.toDisposeWith.push(terminal);
        widget.disposed.connect(() => this.terminals.delete(widget));
    }

    /** Of a widget that is no terminal, `undefined`. */
    find(widget: Widget | undefined): IntegratedTerminal | undefined {
        return widget && this.terminals.get(widget);
    }

    get all(): IntegratedTerminal[] {
        return [...this.terminals.values()];
    }

    protected get decorations(): Decorations {
        return this.preferences.get<Decorations>(DECORATIONS, 'both');
    }

    protected redraw(): void {
        for (const [widget, terminal] of this.terminals) {
            this.layOut(widget as DispatchTerminalWidget);
            terminal.redraw();
        }
    }

    protected layOut(widget: DispatchTerminalWidget): void {
        const { decorations } = this;
        widget.toggleClass('dispatch-has-gutter', decorations === 'both' || decorations === 'gutter');
        if (decorations !== 'never' && !widget.terminal.options.overviewRuler?.width) {
            widget.terminal.options.overviewRuler = { width: RULER_WIDTH };
        }
        widget.update();
    }

    protected showMenu(widget: DispatchTerminalWidget, n: number, event: MouseEvent): void {
        this.menus.render({
            menuPath: COMMAND_MARK_MENU,
            anchor: { x: event.clientX, y: event.clientY },
            args: [widget, n],
            includeAnchorArg: false,
            context: widget.node
        });
    }
}
