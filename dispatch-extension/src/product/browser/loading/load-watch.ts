/** What the rest of the page tells the watch of its load, as events of the window. */
export const LoadEvents = {
    /** The connection to the IDE broke: requests over HTTP that were under way have failed as well. */
    connectionLost: 'dispatch:connection-lost',
    /** An attempt to connect failed; the next will come. */
    connectionAway: 'dispatch:connection-away',
    /** It is connected. */
    connectionBack: 'dispatch:connection-back'
} as const;

/** When the watch last loaded the page again, and how often one after the other. Outlives the page that it is about. */
export interface LoadHistory {
    atMs: number;
    times: number;
}

/** What the watch can see and do; a page, or a test. */
export interface LoadWorld {
    nowMs(): number;
    wait(ms: number): Promise<void>;
    /** Whether the workbench is still to come. */
    isLoading(): boolean;
    /** Whether Dispatch answers; never fails. */
    answers(): Promise<boolean>;
    history: LoadHistory | undefined;
    reload(): void;
    /** Shows a line below the mark; an empty one takes it away. */
    say(text: string): void;
}

/** So long something may be away before it is said, in ms. */
const PATIENCE_MS = 3_000;
/** How often it is asked whether Dispatch answers again, in ms. */
const ASK_EVERY_MS = 1_000;
/** Between one reload and the next, in ms: doubled each time up to the longest, anew when the last is long ago. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
const FORGET_AFTER_MS = 180_000;

const WAITING = 'Waiting for Dispatch…';

/**
 * Looks after a page that is being loaded: a script that could not be fetched, or a request that went down with the
 * connection, would leave it on its splash for ever. When Dispatch answers again, the page is loaded again; not more
 * often than every five seconds, less and less often when that does not help. Once the workbench is there it does nothing.
 */
export class LoadWatch {
    private isMending = false;
    private isAway = false;

    constructor(private readonly world: LoadWorld) {}

    /** A part of the page is missing: loads it again, as soon as that can succeed. Ends early when the workbench comes all the same. */
    async mend(): Promise<void> {
        if (this.isMending || !this.world.isLoading()) {
            return;
        }
        this.isMending = true;
        const sinceMs = this.world.nowMs();
        while (this.world.isLoading()) {
            if (this.mayReload() && (await this.world.answers())) {
                this.reload();
                return;
            }
            if (this.world.nowMs() - sinceMs >= PATIENCE_MS) {
                this.world.say(WAITING);
            }
            await this.world.wait(ASK_EVERY_MS);
        }
        this.isMending = false;
    }

    /** The page cannot connect. Nothing is lost yet, but the person should know why it takes so long. */
    async connectionAway(): Promise<void> {
        if (this.isAway || !this.world.isLoading()) {
            return;
        }
        this.isAway = true;
        await this.world.wait(PATIENCE_MS);
        if (this.isAway && this.world.isLoading()) {
            this.world.say(WAITING);
        }
    }

    /** It is connected; the load goes on. */
    connectionBack(): void {
        this.isAway = false;
        if (!this.isMending) {
            this.world.say('');
        }
    }

    /** The page is left. When it was loaded, what happens to the next one is not the fault of the reloads before. */
    left(): void {
        if (!this.world.isLoading()) {
            this.world.history = undefined;
        }
    }

    private mayReload(): boolean {
        const last = this.recentReload();
        const pauseMs = last ? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (last.times - 1)) : 0;
        return !last || this.world.nowMs() - last.atMs >= pauseMs;
    }

    private reload(): void {
        this.world.history = { atMs: this.world.nowMs(), times: (this.recentReload()?.times ?? 0) + 1 };
        this.world.reload();
    }

    private recentReload(): LoadHistory | undefined {
        const last = this.world.history;
        return last && this.world.nowMs() - last.atMs < FORGET_AFTER_MS ? last : undefined;
    }
}
