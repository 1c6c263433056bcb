import { Disposable } from '@theia/core/lib/common/disposable';
import { Emitter, Event } from '@theia/core/lib/common/event';
import { nls } from '@theia/core/lib/common/nls';
import type { Terminal } from '@xterm/xterm';
import { OutputAbove, PlacesAbove } from '../../../terminal/browser/output-above';
import { XtermScreenServices } from '../../../terminal/browser/xterm/xterm-screen';
import { sizeInWords, timeInWords } from '../history-words';
import { HistoryBar } from './history-bar';
import { HistoryPage, RowAnchor } from './history-page';
import { HistoryClient, HistoryRanges } from './history-ranges';
import { oldestLines } from './screen-lines';
import { readingKeys } from './reading-keys';

/** Where the overlay lies, and what it needs. */
export interface OverlayPlace {
    readonly node: HTMLElement;
    readonly live: Terminal;
    readonly services: XtermScreenServices;
    /** Undefined while there is no session. */
    client(): HistoryClient | undefined;
    /** What others show in it. */
    places(): PlacesAbove | undefined;
    report(error: unknown): void;
}

/** Nothing was above: it is not asked again before this time, in ms. */
const ASK_AGAIN_MS = 2_000;

/**
 * Output that is older than a terminal's scrollback, over its screen: ranges of the log in an xterm of their own. What
 * is near an edge is loaded before one is there; below the last of it the screen follows as if it were one.
 */
export class HistoryOverlay implements OutputAbove, Disposable {
    private readonly onDidChangeEmitter = new Emitter<void>();
    /** It was opened or left, or shows another page. */
    readonly onDidChange: Event<void> = this.onDidChangeEmitter.event;
    private layer: HTMLElement | undefined;
    private bar: HistoryBar | undefined;
    private page: HistoryPage | undefined;
    private ranges: HistoryRanges | undefined;
    /** Where the screen's scrollback begins. */
    private liveAt = Infinity;
    private busy = false;
    /** What it is busy with; never rejects. */
    private current: Promise<unknown> = Promise.resolve();
    /** Counts how often one went back to the screen: what was asked for before that is not shown any more. */
    private visit = 0;
    private askedIn = 0;
    private nothingAboveAtMs = -Infinity;

    constructor(private readonly place: OverlayPlace) {}

    get shown(): Terminal | undefined {
        return this.page?.terminal;
    }

    get position(): number | undefined {
        return this.page?.anchorOf(this.page.top).position;
    }

    goUp(lines: number): void {
        if (!this.page && performance.now() - this.nothingAboveAtMs > ASK_AGAIN_MS) {
            void this.attempt(client => this.openAbove(client, lines));
        }
    }

    goToOldest(): void {
        void this.attempt(async client => {
            this.liveAt = await this.locate(client);
            const ranges = await HistoryRanges.oldest(client);
            if (ranges.first.from >= this.liveAt && ranges.first.start === 0) {
                this.place.live.scrollToTop();
                return;
            }
            await this.render(ranges, [], () => 0);
        });
    }

    goToNewest(): void {
        const isShown = this.page !== undefined;
        this.leave();
        if (isShown) {
            this.place.live.scrollToBottom();
        }
    }

    async reveal(position: number): Promise<HistoryPage | undefined> {
        const { visit } = this;
        // what is being loaded may have it
        while (this.busy) {
            await this.current;
        }
        if (visit !== this.visit) {
            return undefined;
        }
        const marker = this.page?.markerAt(position);
        if (this.page && marker) {
            const { top, terminal } = this.page;
            if (marker.line < top || marker.line >= top + terminal.rows) {
                this.page.scrollTo(marker.line - Math.floor(terminal.rows / 4));
            }
            return this.page;
        }
        return (await this.goTo(position))?.page;
    }

    /** Shows the line that begins at `position` in the middle; answers its row. */
    async goTo(position: number): Promise<{ page: HistoryPage; row: number } | undefined> {
        let shown: { page: HistoryPage; row: number } | undefined;
        while (this.busy) {
            await this.current;
        }
        await this.attempt(async client => {
            this.liveAt = await this.locate(client);
            const ranges = await HistoryRanges.around(client, position);
            const rowIn = (page: HistoryPage): number => page.rowOf(position) ?? 0;
            const page = await this.render(
                ranges,
                [position],
                made => rowIn(made) - Math.floor(made.terminal.rows / 2)
            );
            shown = page && { page, row: rowIn(page) };
        });
        return shown;
    }

    /** Back to the screen, where it begins. */
    leaveToTop(): void {
        this.leave();
        this.place.live.scrollToTop();
    }

    /** The place has another size. */
    resized(): void {
        if (this.page && this.ranges) {
            const { ranges } = this;
            void this.attempt(() => this.renderAgain(ranges));
        }
    }

    dispose(): void {
        this.leave();
        this.onDidChangeEmitter.dispose();
    }

    /** The position of the oldest line that the screen can be scrolled to. */
    async locate(client: HistoryClient): Promise<number> {
        return (await client.locateHistory(oldestLines(this.place.live))).at;
    }

    private async openAbove(client: HistoryClient, lines: number): Promise<void> {
        const { at, start } = await client.locateHistory(oldestLines(this.place.live));
        if (at <= start && start === 0) {
            this.nothingAboveAtMs = performance.now();
            return;
        }
        this.liveAt = at;
        const ranges = await HistoryRanges.around(client, at);
        await this.render(ranges, [at], page => (page.rowOf(at) ?? 0) - lines);
    }

    /** One thing at a time; what comes meanwhile is dropped, as the next scroll asks again. */
    private async attempt(work: (client: HistoryClient) => Promise<unknown>): Promise<void> {
        const client = this.place.client();
        if (this.busy || !client) {
            return;
        }
        this.busy = true;
        this.askedIn = this.visit;
        this.current = work(client)
            .catch((error: unknown) => this.place.report(error))
            .finally(() => (this.busy = false));
        await this.current;
    }

    /** Shows these ranges, with the row on top that `topOf` says. Undefined when it was left meanwhile. */
    private async render(
        ranges: HistoryRanges,
        cuts: readonly number[],
        topOf: (page: HistoryPage) => number
    ): Promise<HistoryPage | undefined> {
        if (this.askedIn !== this.visit) {
            return undefined;
        }
        const layer = this.layer ?? this.open();
        const hadFocus = this.place.node.contains(this.place.node.ownerDocument.activeElement);
        const inFind = this.place.node.ownerDocument.activeElement instanceof HTMLInputElement;
        const page = new HistoryPage(layer, this.place.services, ranges.all);
        const places = this.place.places();
        const named = places ? ranges.all.flatMap(({ from, to }) => places.between(from, to)) : [];
        await page.write([...cuts, this.liveAt, ...named]);
        if (ranges.last.to >= this.liveAt) {
            // on a screen that was cleared, little is below; one scrolls up from there all the same
            await page.roomBelow(this.liveAt);
        }
        if (this.layer !== layer) {
            page.dispose();
            return undefined;
        }
        page.scrollTo(topOf(page));
        page.terminal.attachCustomKeyEventHandler(readingKeys(page.terminal, () => this.goToNewest(), this.place.live));
        page.marked = places?.mark(page);
        page.show();
        this.page?.dispose();
        this.page = page;
        this.ranges = ranges;
        layer.classList.remove('dispatch-hidden');
        page.terminal.onRender(() => this.page === page && this.scrolled());
        if (hadFocus && !inFind) {
            page.terminal.focus();
        }
        this.sayWhere(page);
        this.onDidChangeEmitter.fire();
        return page;
    }

    private renderAgain(ranges: HistoryRanges): Promise<HistoryPage | undefined> {
        const anchor: RowAnchor | undefined = this.page?.anchorOf(this.page.top);
        return this.render(ranges, anchor ? [anchor.position] : [], page =>
            anchor ? (page.rowOf(anchor.position) ?? 0) + anchor.rows : page.top
        );
    }

    private open(): HTMLElement {
        const layer = this.place.node.appendChild(document.createElement('div'));
        layer.className = 'dispatch-history dispatch-hidden';
        layer.setAttribute('role', 'region');
        layer.setAttribute('aria-label', nls.localize('dispatch/history/region', 'Earlier output'));
        this.layer = layer;
        this.bar = new HistoryBar(layer, () => this.goToNewest());
        return layer;
    }

    private leave(): void {
        this.visit++;
        const { layer } = this;
        if (!layer) {
            return;
        }
        const hadFocus = layer.contains(layer.ownerDocument.activeElement);
        this.page?.dispose();
        this.page = undefined;
        this.ranges = undefined;
        this.layer = undefined;
        layer.remove();
        if (hadFocus) {
            this.place.live.focus();
        }
        this.onDidChangeEmitter.fire();
    }

    private scrolled(): void {
        const { page, ranges } = this;
        if (!page || !ranges) {
            return;
        }
        this.sayWhere(page);
        const { rows } = page.terminal;
        if (page.top < rows && ranges.hasOlder) {
            void this.attempt(async () => this.extend(ranges, await ranges.older()));
        } else if (this.isAtLive(page, ranges)) {
            void this.attempt(client => this.goOnAtLive(client));
        } else if (page.top + 2 * rows > page.lastTop && ranges.hasNewer && ranges.last.to <= this.liveAt) {
            void this.attempt(async () => this.extend(ranges, await ranges.newer()));
        }
    }

    private async extend(before: HistoryRanges, after: HistoryRanges): Promise<void> {
        if (this.ranges === before && before !== after) {
            await this.renderAgain(after);
        }
    }

    /** Whether the screen shows what is on top now, or there is nothing below. */
    private isAtLive(page: HistoryPage, { last, hasNewer }: HistoryRanges): boolean {
        const isBelowAll = page.top >= page.lastTop && !hasNewer;
        const row = last.to > this.liveAt ? page.rowOf(this.liveAt) : undefined;
        return isBelowAll || (row !== undefined && page.top >= row);
    }

    /** The screen goes on here, unless there was so much output meanwhile that there is more in between. */
    private async goOnAtLive(client: HistoryClient): Promise<void> {
        const at = await this.locate(client);
        const { page, ranges } = this;
        if (!page || !ranges) {
            return;
        }
        const hasMoreBetween = at > this.liveAt && (at > ranges.last.to || (page.rowOf(at) ?? 0) > page.top);
        this.liveAt = at;
        if (hasMoreBetween) {
            await this.renderAgain(at > ranges.last.to ? await ranges.newer() : ranges);
        } else {
            this.leaveToTop();
        }
    }

    private sayWhere(page: HistoryPage): void {
        const { position } = page.anchorOf(page.top);
        const range = page.ranges.findLast(({ from }) => from <= position) ?? page.ranges[0];
        const time = range.times.findLast(({ at }) => at <= position) ?? range.times[0];
        const end = page.ranges[page.ranges.length - 1].end;
        this.bar?.say(
            nls.localize('dispatch/history/region', 'Earlier output'),
            time && timeInWords(time.ms, Date.now()),
            nls.localize('dispatch/history/beforeNow', '{0} before now', sizeInWords(Math.max(0, end - position)))
        );
    }
}
