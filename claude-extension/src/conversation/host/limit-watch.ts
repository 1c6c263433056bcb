import { SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { TurnOutcome } from '../../runtime/host/runtime-api';
import { Conversation, ParkedUntil } from '../domain/conversation';
import { AlarmClock } from './alarm-clock';

/** How often the meter is asked while the session waits for a limit of it, in ms. */
const ASK_MS = 15_000;
/** It goes on by itself at most this often, in ms: what the meter says before a request is no promise. */
const PAUSE_MS = 60_000;
/** A limit that ends so much earlier or later, in ms, is no news. */
const TOLERANCE_MS = 60_000;

/** What a watch needs of its session. */
export interface LimitWatchWorld {
    readonly conversation: () => Conversation;
    /** What the meter lets through now; undefined where that is not known. Never rejects. Absent where there is no meter. */
    readonly askAllowance?: () => Promise<SessionAllowance | undefined>;
    /** Takes up again what the limit kept from being answered. */
    goOn(): void;
    /** Records that it waits for another time, or for another reason. */
    parkedAnew(parked: ParkedUntil): Promise<void>;
}

/**
 * Waits with a parked session for its limit to pass. A limit of the meter may be raised at any time, so the meter is asked
 * again and again; of any other limit only the time is known. Its timers keep no process alive.
 */
export class LimitWatch {
    private readonly alarm = new AlarmClock(() => this.goOn());
    private timer?: NodeJS.Timeout;
    private wentOnAtMs = -Infinity;
    /** What was asked for in an earlier round means nothing any more. */
    private round = 0;

    constructor(private readonly world: LimitWatchWorld) {}

    /** Adds what the meter says of the limit that a turn has met: whether it is one of its own, why, and until when. */
    async explain(outcome: TurnOutcome): Promise<TurnOutcome> {
        const limit = outcome.outcome === 'failed' ? outcome.limit : undefined;
        const allowance = limit && (await this.world.askAllowance?.());
        if (outcome.outcome !== 'failed' || !limit || !allowance?.limit) {
            return outcome;
        }
        const { reason = limit.reason, untilMs } = allowance;
        return { ...outcome, limit: { reason, ...(untilMs !== undefined && { untilMs }), byMeter: true } };
    }

    /** Does what the session says now; called whenever it was parked, or its settings were changed. */
    update(): void {
        this.stop();
        const { parked, settings } = this.world.conversation();
        if (parked?.untilMs !== undefined && settings.resumeAfterLimit) {
            this.alarm.set(Math.max(parked.untilMs, this.wentOnAtMs + PAUSE_MS));
        }
        if (parked?.byMeter) {
            this.askLater();
        }
    }

    stop(): void {
        this.round++;
        this.alarm.set(undefined);
        clearTimeout(this.timer);
    }

    private goOn(): void {
        this.wentOnAtMs = Date.now();
        this.stop();
        this.world.goOn();
    }

    private askLater(): void {
        this.timer = setTimeout(() => void this.ask(), ASK_MS);
        this.timer.unref();
    }

    private async ask(): Promise<void> {
        const { round } = this;
        const allowance = await this.world.askAllowance?.();
        if (round !== this.round) {
            return;
        }
        const { parked, settings } = this.world.conversation();
        const now = parked && allowance && timeOf(allowance, parked);
        if (now && hasMoved(parked.untilMs, now.untilMs)) {
            await this.world.parkedAnew({ ...parked, ...now, resumes: settings.resumeAfterLimit === true });
            if (round === this.round) {
                this.update();
            }
        } else {
            this.askLater();
        }
    }
}

/** Of a limit that has passed: now at the latest. */
function timeOf(allowance: SessionAllowance, { reason, untilMs }: ParkedUntil): { reason: string; untilMs?: number } {
    const nowMs = Date.now();
    return allowance.limit
        ? { reason: (allowance.reason ?? reason).slice(0, 500), untilMs: allowance.untilMs }
        : { reason, untilMs: Math.min(untilMs ?? nowMs, nowMs) };
}

function hasMoved(before: number | undefined, after: number | undefined): boolean {
    return before === undefined || after === undefined ? before !== after : Math.abs(after - before) > TOLERANCE_MS;
}
