import { LoadMemory } from './load-memory';
import { LoadEvents, LoadHistory, LoadWatch, LoadWorld } from './load-watch';

/** A script of its own, loaded by the page before the bundle: it has to be there when that cannot be loaded. */

/** An answer that takes longer is none, in ms. */
const ANSWER_MS = 5_000;

const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
const wasLoadedAgain = navigation?.type === 'reload';
const memory = new LoadMemory(() => window.sessionStorage, wasLoadedAgain ? performance.timeOrigin : undefined);

const world: LoadWorld = {
    nowMs: () => Date.now(),
    wait: ms => new Promise(done => window.setTimeout(done, ms)),
    isLoading: () => document.readyState === 'loading' || document.querySelector('#splash:not(.theia-hidden)') !== null,
    answers,
    reload: () => window.location.reload(),
    say,
    get history() {
        return memory.history;
    },
    set history(history: LoadHistory | undefined) {
        memory.history = history;
    }
};

const watch = new LoadWatch(world);
window.addEventListener('error', event => isPartOfPage(event.target) && void watch.mend(), true);
window.addEventListener(LoadEvents.connectionLost, () => void watch.mend());
window.addEventListener(LoadEvents.connectionAway, () => void watch.connectionAway());
window.addEventListener(LoadEvents.connectionBack, () => watch.connectionBack());
window.addEventListener('pagehide', () => watch.left());

/** A script or a style that could not be fetched. Errors that are thrown have the window as their target. */
function isPartOfPage(target: EventTarget | null): boolean {
    return (
        target instanceof HTMLScriptElement ||
        (target instanceof HTMLLinkElement && target.relList.contains('stylesheet'))
    );
}

/** Any answer of the gateway counts, a refusal too: the next page says what is the matter. One of a proxy before it does not. */
async function answers(): Promise<boolean> {
    try {
        const signal = AbortSignal.timeout(ANSWER_MS);
        return (await fetch('./healthz', { cache: 'no-store', signal })).status < 500;
    } catch {
        // Nobody answers yet: that is what was asked.
        return false;
    }
}

function say(text: string): void {
    const line = document.querySelector('#splash p');
    if (line && line.textContent !== text) {
        line.textContent = text;
    }
}
