import { Disposable } from '@theia/core/lib/common/disposable';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { ColorRegistry } from '@theia/core/lib/browser/color-registry';
import { SearchAddon } from '@xterm/addon-search';
import { asDispatchError } from '../../../kernel/common/errors';
import { EarlierMatches, FindQuery } from '../../../terminal/browser/find/earlier-matches';
import { findOptions } from '../../../terminal/browser/find/find-options';
import { HistoryMatch } from '../../common/history-protocol';
import { HistoryOverlay } from '../overlay/history-overlay';
import { HistoryPage } from '../overlay/history-page';
import { HistoryClient } from '../overlay/history-ranges';

/** So many matches are counted. */
const MAX_COUNTED = 10_000;
/** A search begins after this time without another key, in ms. */
const REST_MS = 250;

/** Finds in earlier output, part by part, newest first, and shows a match in the overlay. */
export class EarlierSearch implements EarlierMatches, Disposable {
    private readonly onDidChangeEmitter = new Emitter<void>();
    readonly onDidChange: Event<void> = this.onDidChangeEmitter.event;
    private matches: HistoryMatch[] = [];
    private query: FindQuery | undefined;
    private timer: number | undefined;
    /** Counts searches: what an older one finds is dropped. */
    private run = 0;
    private showing: number | undefined;
    private wanted: { index: number; run: number } | undefined;
    private addon: { page: HistoryPage; addon: SearchAddon } | undefined;
    private readonly overlayWatch: Disposable;
    isCut = false;
    progress: number | undefined;
    error: string | undefined;

    constructor(
        private readonly overlay: HistoryOverlay,
        private readonly colors: ColorRegistry,
        private readonly client: () => HistoryClient | undefined
    ) {
        this.overlayWatch = overlay.onDidChange(() => this.overlayChanged());
    }

    get count(): number {
        return this.matches.length;
    }

    get shownIndex(): number | undefined {
        return this.showing;
    }

    find(query: FindQuery | undefined): void {
        window.clearTimeout(this.timer);
        const run = ++this.run;
        this.query = query;
        this.matches = [];
        this.showing = undefined;
        this.isCut = false;
        this.error = undefined;
        this.progress = undefined;
        const client = this.client();
        if (query && client) {
            this.timer = window.setTimeout(() => void this.search(run, query, client), REST_MS);
        } else {
            this.addon?.addon.clearDecorations();
        }
        this.onDidChangeEmitter.fire();
    }

    show(index: number): void {
        const isBusy = this.wanted !== undefined;
        this.wanted = { index, run: this.run };
        if (!isBusy) {
            void this.showWanted();
        }
    }

    focus(): boolean {
        this.overlay.shown?.focus();
        return this.overlay.shown !== undefined;
    }

    leave(to: 'oldest' | 'newest'): void {
        this.showing = undefined;
        if (to === 'oldest') {
            this.overlay.leaveToTop();
        } else {
            this.overlay.goToNewest();
        }
    }

    dispose(): void {
        this.run++;
        window.clearTimeout(this.timer);
        this.overlayWatch.dispose();
        this.onDidChangeEmitter.dispose();
    }

    private async search(run: number, query: FindQuery, client: HistoryClient): Promise<void> {
        try {
            const newest = await this.overlay.locate(client);
            for (let before = newest, isDone = false; !isDone && run === this.run;) {
                const part = await client.searchHistory({
                    query: query.text,
                    isRegex: query.regex,
                    matchCase: query.caseSensitive,
                    wholeWord: query.wholeWord,
                    before
                });
                if (run !== this.run) {
                    return;
                }
                this.matches.push(...part.matches);
                this.isCut = this.matches.length >= MAX_COUNTED;
                isDone = part.scannedTo <= part.start || part.scannedTo >= before || this.isCut;
                before = part.scannedTo;
                const whole = Math.max(1, newest - part.start);
                this.progress = isDone ? undefined : (newest - part.scannedTo) / whole;
                this.onDidChangeEmitter.fire();
            }
        } catch (error) {
            if (run === this.run) {
                this.progress = undefined;
                this.error = asDispatchError(error).message;
                this.onDidChangeEmitter.fire();
            }
        }
    }

    /** The last one that was asked for while another one was being shown. */
    private async showWanted(): Promise<void> {
        while (this.wanted !== undefined) {
            const { wanted } = this;
            const match = wanted.run === this.run ? this.matches.at(wanted.index) : undefined;
            const shown = match && (await this.overlay.goTo(match.at));
            if (shown && wanted.run === this.run) {
                this.showing = wanted.index;
                this.mark(match, shown.page, shown.row);
            }
            if (this.wanted === wanted) {
                this.wanted = undefined;
            }
        }
        this.onDidChangeEmitter.fire();
    }

    /** Marks all matches of the page, and this one above all: it is the so-and-so-manyth from the begin of its line on. */
    private mark({ ordinal }: HistoryMatch, page: HistoryPage, row: number): void {
        const addon = this.addonOf(page);
        const { query } = this;
        if (!query) {
            return;
        }
        const { top, terminal } = page;
        const options = findOptions(query, terminal, this.colors);
        terminal.select(0, row, 1);
        addon.findNext(query.text, { ...options, incremental: true });
        for (let skipped = 0; skipped < ordinal; skipped++) {
            addon.findNext(query.text, options);
        }
        const found = terminal.getSelectionPosition()?.start.y ?? row;
        if (found >= top && found < top + terminal.rows) {
            page.scrollTo(top);
        }
    }

    private addonOf(page: HistoryPage): SearchAddon {
        if (this.addon?.page !== page) {
            this.addon = { page, addon: new SearchAddon() };
            page.terminal.loadAddon(this.addon.addon);
        }
        return this.addon.addon;
    }

    /** After a page was made anew, its matches are marked again. */
    private overlayChanged(): void {
        if (!this.overlay.shown) {
            this.showing = undefined;
            this.addon = undefined;
        }
        this.onDidChangeEmitter.fire();
    }
}
