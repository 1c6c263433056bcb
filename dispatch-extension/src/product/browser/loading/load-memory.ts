import type { LoadHistory } from './load-watch';

const KEY = 'dispatch.loads';

/**
 * What an earlier page of this tab has left. A browser that keeps nothing (cookies and data of sites are blocked) is taken to have
 * loaded the page again once, at `loadedAgainAtMs`, so that there is a pause before it does so again. Never throws.
 */
export class LoadMemory {
    constructor(
        /** Gives the storage of the tab; throws where it is blocked. */
        private readonly storage: () => Pick<Storage, 'getItem' | 'setItem'>,
        /** When this page was loaded; undefined where it was not loaded again. */
        private readonly loadedAgainAtMs: number | undefined
    ) {}

    /** What cannot be read counts as nothing. */
    get history(): LoadHistory | undefined {
        const kept = this.kept();
        if (kept === 'blocked') {
            return this.loadedAgainAtMs === undefined ? undefined : { atMs: this.loadedAgainAtMs, times: 1 };
        }
        try {
            const { atMs, times } = JSON.parse(kept ?? '{}') as Partial<LoadHistory>;
            return typeof atMs === 'number' && typeof times === 'number' ? { atMs, times } : undefined;
        } catch {
            return undefined;
        }
    }

    set history(history: LoadHistory | undefined) {
        try {
            this.storage().setItem(KEY, JSON.stringify(history ?? {}));
        } catch {
            // blocked, or full: the next page looks at how it was loaded
        }
    }

    private kept(): string | null | 'blocked' {
        try {
            return this.storage().getItem(KEY);
        } catch {
            return 'blocked';
        }
    }
}
