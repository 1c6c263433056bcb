import { MessageService } from '@theia/core/lib/common/message-service';
import { Disposable } from '@theia/core/lib/common/disposable';
import { StorageService } from '@theia/core/lib/browser';
import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import { inject, injectable } from '@theia/core/shared/inversify';
import { TerminalPreferences } from '@theia/terminal/lib/common/terminal-preferences';
import { TerminalThemeService } from '@theia/terminal/lib/browser/terminal-theme-service';
import { asDispatchError } from '../../kernel/common/errors';
import { SessionsClient } from '../../session/browser/sessions-client';
import { DispatchTerminalWidget } from '../../terminal/browser/dispatch-terminal-widget';
import { isSomebody } from '../../terminal/domain/terminal-replies';
import { FindSwitches } from '../../terminal/browser/find/terminal-search-box';
import { TerminalSettings } from '../../terminal/browser/settings/terminal-settings';
import { TerminalFeature } from '../../terminal/browser/terminal-feature';
import { HistoryRpc } from '../common/history-protocol';
import { EarlierSearch } from './find/earlier-search';
import { HistoryOverlay } from './overlay/history-overlay';
import { HistoryClient } from './overlay/history-ranges';

const SWITCHES_KEY = 'dispatch.terminal.find';
/** The layout must rest for this time before earlier output is laid out anew, in ms. */
const SETTLE_MS = 120;
const WHEEL_LINES = 3;
const encoder = new TextEncoder();

/** Gives every terminal its earlier output: to scroll to, and to find in. */
@injectable()
export class HistoryTerminals implements TerminalFeature {
    @inject(SessionsClient)
    protected readonly sessions!: SessionsClient;
    @inject(TerminalPreferences)
    protected readonly preferences!: TerminalPreferences;
    @inject(TerminalSettings)
    protected readonly settings!: TerminalSettings;
    @inject(TerminalThemeService)
    protected readonly theme!: TerminalThemeService;
    @inject(ColorRegistry)
    protected readonly colors!: ColorRegistry;
    @inject(StorageService)
    protected readonly storage!: StorageService;
    @inject(MessageService)
    protected readonly messages!: MessageService;

    enable(terminal: DispatchTerminalWidget): void {
        const client = (): HistoryClient | undefined => this.clientOf(terminal);
        const overlay = new HistoryOverlay({
            node: terminal.node,
            live: terminal.terminal,
            services: { preferences: this.preferences, settings: this.settings, theme: this.theme },
            client,
            places: () => terminal.placesAbove,
            report: error => void this.messages.error(asDispatchError(error).message)
        });
        const search = new EarlierSearch(overlay, this.colors, client);
        terminal.above = overlay;
        terminal.searchBox.setEarlier(search);
        terminal.toDisposeWith.pushAll([overlay, search, this.rememberSwitches(terminal)]);
        this.listen(terminal, overlay);
    }

    /** What asks for the earlier output of a terminal; undefined while it shows no session. */
    clientOf({ sessionId }: DispatchTerminalWidget): HistoryClient | undefined {
        return (
            sessionId &&
            this.sessions.ofSession(HistoryRpc, sessionId, {
                repeatable: ['readHistory', 'locateHistory', 'searchHistory', 'exportHistory']
            })
        );
    }

    private listen(widget: DispatchTerminalWidget, overlay: HistoryOverlay): void {
        const { terminal, node } = widget;
        node.addEventListener(
            'wheel',
            event => {
                if (event.deltaY < 0 && isAtTop(widget)) {
                    overlay.goUp(WHEEL_LINES);
                }
            },
            { passive: true, capture: true }
        );
        node.addEventListener(
            'keydown',
            event => {
                if (event.key === 'PageUp' && event.shiftKey && !event.ctrlKey && isAtTop(widget)) {
                    event.preventDefault();
                    event.stopPropagation();
                    overlay.goUp(terminal.rows - 1);
                }
            },
            { capture: true }
        );
        // pasted, say: what a person gives the program is seen
        widget.toDisposeWith.push(terminal.onData(data => isSomebody(encoder.encode(data)) && overlay.goToNewest()));
        let timer: number | undefined;
        widget.toDisposeWith.push(
            terminal.onResize(() => {
                window.clearTimeout(timer);
                timer = window.setTimeout(() => overlay.resized(), SETTLE_MS);
            })
        );
        widget.toDisposeWith.push(Disposable.create(() => window.clearTimeout(timer)));
    }

    private rememberSwitches({ searchBox }: DispatchTerminalWidget): Disposable {
        void this.storage
            .getData<FindSwitches>(SWITCHES_KEY)
            .then(switches => switches && searchBox.setSwitches(switches));
        return searchBox.onDidChangeSwitches(switches => void this.storage.setData(SWITCHES_KEY, switches));
    }
}

/** Whether the screen is shown, and cannot be scrolled up: then what is above it is wanted. */
function isAtTop({ terminal, above }: DispatchTerminalWidget): boolean {
    const { active } = terminal.buffer;
    const isRead = terminal.modes.mouseTrackingMode === 'none' && active.type === 'normal';
    return !above?.shown && isRead && active.viewportY === 0;
}
