/** Who has output to parse that nobody looks at. */
export interface TurnTaker {
    /** Parses one slice and says when it is done. */
    takeTurn(done: () => void): void;
    readonly waits: boolean;
}

/** While somebody types, hidden terminals together take one part in this of the page's time; else one in two. */
const SHARE_WHILE_TYPING = 10;
const SHARE = 2;
/** So long after a key somebody is thought to type on, in ms. */
const TYPING_MS = 1_500;

export interface TurnClock {
    nowMs(): number;
    later(action: () => void, ms: number): void;
}

const pageClock: TurnClock = {
    nowMs: () => performance.now(),
    later: (action, ms) => void window.setTimeout(action, ms)
};

/**
 * Lets the hidden terminals of a page parse in turn, each a slice, with rests in between: a flood in one of them must not
 * delay the echo in the one that is typed in. One per page.
 */
export class HiddenTurns {
    private readonly waiting = new Set<TurnTaker>();
    private running = false;
    private typedAtMs = -Infinity;

    constructor(private readonly clock: TurnClock = pageClock) {}

    /** Somebody types. */
    noteInput(): void {
        this.typedAtMs = this.clock.nowMs();
    }

    /** `taker` has something to parse. Cheap; may be said any number of times. */
    want(taker: TurnTaker): void {
        this.waiting.add(taker);
        if (!this.running) {
            this.running = true;
            this.clock.later(() => this.turn(), 0);
        }
    }

    forget(taker: TurnTaker): void {
        this.waiting.delete(taker);
    }

    private turn(): void {
        const [next] = this.waiting;
        if (!next) {
            this.running = false;
            return;
        }
        this.waiting.delete(next);
        const startedAtMs = this.clock.nowMs();
        next.takeTurn(() => {
            if (next.waits) {
                this.waiting.add(next);
            }
            const nowMs = this.clock.nowMs();
            const share = nowMs - this.typedAtMs < TYPING_MS ? SHARE_WHILE_TYPING : SHARE;
            this.clock.later(() => this.turn(), (nowMs - startedAtMs) * (share - 1));
        });
    }
}
