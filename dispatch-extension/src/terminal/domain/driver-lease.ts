import { Grid } from '../../session/common/stream-frames';

/** One who watches, as the lease knows it. */
export interface LeaseSeat {
    /** One page, over all of its connections. */
    readonly viewerId: string;
    /** One page, over its reloads as well. */
    readonly pageKey?: string;
    /** The size that it would have; absent while it is not shown anywhere. */
    readonly grid?: Grid;
}

/** A driver that has done nothing for this long loses the lease to who focuses the terminal. In ms. */
export const IDLE_DRIVER_MS = 120_000;

/** So long a driver whose connection broke finds its place again: a reload, also on a slow machine. In ms. */
export const KEEP_LOST_DRIVER_MS = 30_000;

/**
 * Who drives a terminal: its size is the program's, and only its terminal answers the program's questions.
 *
 * - The first who watches drives. Who types, or says so, takes over at once.
 * - Who only focuses the terminal takes over from a driver that is hidden, gone, or was idle for {@link IDLE_DRIVER_MS}.
 * - A driver that leaves hands over to who was active last. One whose connection broke keeps its place for
 *   {@link KEEP_LOST_DRIVER_MS}, unless somebody types or focuses. So has a page that starts the program again.
 *
 * Times are in ms of one clock that never goes back.
 */
export class DriverLease<S extends LeaseSeat> {
    private readonly seats = new Map<S, { activeAtMs: number; hidden: boolean }>();
    private holder?: S;
    private lost?: { seat: LeaseSeat; untilMs: number };

    get driver(): S | undefined {
        return this.holder;
    }

    /** When {@link expire} has to be called; `undefined` for never. */
    get expiresAtMs(): number | undefined {
        return this.lost?.untilMs;
    }

    /** Somebody begins to watch. */
    join(seat: S, nowMs: number): void {
        this.seats.set(seat, { activeAtMs: nowMs, hidden: false });
        const returns = this.lost ? isSamePage(seat, this.lost.seat) : this.holder?.viewerId === seat.viewerId;
        if (returns || (!this.holder && !this.lost)) {
            this.give(seat);
        }
    }

    /** Somebody watches no more. `lost`: the connection broke, and it may come back. */
    leave(seat: S, lost: boolean, nowMs: number): void {
        this.seats.delete(seat);
        if (this.holder !== seat) {
            return;
        }
        this.holder = undefined;
        if (lost) {
            this.lost = { seat, untilMs: nowMs + KEEP_LOST_DRIVER_MS };
        } else {
            this.handOver();
        }
    }

    /** It types, or asks for it: it drives. */
    take(seat: S, nowMs: number): void {
        this.touch(seat, nowMs);
        this.give(seat);
    }

    /** This page drives as soon as it watches, whoever else comes before it. */
    expect(page: LeaseSeat, nowMs: number): void {
        const watching = [...this.seats.keys()].find(seat => isSamePage(seat, page));
        if (watching) {
            this.take(watching, nowMs);
        } else {
            this.holder = undefined;
            this.lost = { seat: page, untilMs: nowMs + KEEP_LOST_DRIVER_MS };
        }
    }

    /** Its terminal was focused: it drives if nobody else is at work. */
    want(seat: S, nowMs: number): void {
        if (this.isFree(nowMs)) {
            this.give(seat);
        }
        this.touch(seat, nowMs);
    }

    /** Nobody can see it there. */
    hide(seat: S): void {
        const known = this.seats.get(seat);
        if (known) {
            known.hidden = true;
        }
    }

    /** The time for a lost driver to come back may be over. */
    expire(nowMs: number): void {
        if (this.lost && nowMs >= this.lost.untilMs) {
            this.handOver();
        }
    }

    private isFree(nowMs: number): boolean {
        const driver = this.holder && this.seats.get(this.holder);
        return !driver || driver.hidden || nowMs - driver.activeAtMs >= IDLE_DRIVER_MS;
    }

    private touch(seat: S, nowMs: number): void {
        if (this.seats.has(seat)) {
            this.seats.set(seat, { activeAtMs: nowMs, hidden: false });
        }
    }

    private give(seat: S): void {
        if (this.seats.has(seat)) {
            this.holder = seat;
            this.lost = undefined;
        }
    }

    private handOver(): void {
        this.lost = undefined;
        const byActivity = [...this.seats].sort(([, a], [, b]) => b.activeAtMs - a.activeAtMs);
        this.holder = (byActivity.find(([, { hidden }]) => !hidden) ?? byActivity[0])?.[0];
    }
}

function isSamePage(one: LeaseSeat, other: LeaseSeat): boolean {
    return one.viewerId === other.viewerId || (one.pageKey !== undefined && one.pageKey === other.pageKey);
}
