import { LimitName, NANO_PER_USD, SessionAllowance } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { endOfDay, endOfMonth } from './calendar';
import { LimitBook } from './limit-book';
import { sayLimit, sayUnpriced, sayWarning } from './limit-words';
import { PriceTable } from './price-table';
import { CallEstimate } from './request-estimate';
import { SpendBook, Spent } from './spend-book';

/** Why a call is not made. */
export interface Refusal {
    limit: LimitName;
    /** For people. */
    reason: string;
    /** When it may be tried again, in ms; absent when only a change of the limit helps. */
    untilMs: number | undefined;
    /** Whether it is soon enough that a client may wait for it by itself. */
    soon: boolean;
}

/** A call that may be made. It holds its place until it is let go of, once. */
export interface Admitted {
    release(): void;
}

const MINUTE_MS = 60_000;
/** When to ask again for a place that others have, in ms. */
const PLACE_MS = 2_000;

/** What is under way for a person or for a session. */
interface Usage {
    calls: number;
    tokens: number;
    nanoUsd: number;
    /** When the calls of the last minute were made, in ms. */
    startedAtMs: number[];
}

type Scope = 'person' | 'session';
type Limit = 'RequestsPerMinute' | 'ConcurrentRequests' | 'TokensPerDay' | 'UsdPerMonth';

/**
 * Decides whether a call may be made, and holds what it can cost until it is settled: of many that come at once with one
 * unit of budget left, one passes. A budget is overshot by the answer of one call at most.
 */
export class Admission {
    private readonly open = new Map<string, Usage>();

    constructor(
        private readonly limits: LimitBook,
        private readonly spent: SpendBook,
        private readonly prices: () => PriceTable,
        private readonly now: () => number
    ) {}

    /** The sums of both must have been opened. Answers in one go: nothing comes between the check and the hold. */
    admit(person: string, sessionId: string, call: CallEstimate): Admitted | Refusal {
        const nanoUsd = this.prices().mostNano(call.model, call.inputTokens, call.outputTokens);
        const refusal = this.check(person, sessionId) ?? this.checkPrice(call.model, nanoUsd);
        if (refusal) {
            return refusal;
        }
        const held = { tokens: call.inputTokens + call.outputTokens, nanoUsd: nanoUsd ?? 0 };
        const usages = [this.usageOf(`person:${person}`), this.usageOf(sessionId)];
        for (const usage of usages) {
            usage.startedAtMs.push(this.now());
            add(usage, held, 1);
        }
        let isHeld = true;
        return {
            release: () => {
                if (isHeld) {
                    isHeld = false;
                    usages.forEach(usage => add(usage, held, -1));
                }
            }
        };
    }

    /** What a session would be told now. The sums of both must have been opened. */
    allowance(person: string, sessionId: string): SessionAllowance {
        const refusal = this.check(person, sessionId);
        if (refusal) {
            return { limit: refusal.limit, reason: refusal.reason, untilMs: refusal.untilMs };
        }
        return { warning: this.warning(person, sessionId) };
    }

    private check(person: string, sessionId: string): Refusal | undefined {
        const scopes: [Scope, Usage, Spent][] = [
            ['person', this.usageOf(`person:${person}`), this.spent.ofPerson(person)],
            ['session', this.usageOf(sessionId), this.spent.ofSession(sessionId)]
        ];
        for (const [scope, usage, spent] of scopes) {
            const refusal = this.checkBudgets(scope, usage, spent) ?? this.checkRates(scope, usage);
            if (refusal) {
                return refusal;
            }
        }
        return undefined;
    }

    private checkBudgets(scope: Scope, usage: Usage, spent: Spent): Refusal | undefined {
        const now = this.now();
        const budgets: [Limit, number, number, number, number][] = [
            ['TokensPerDay', 1, spent.tokensToday, usage.tokens, endOfDay(now)],
            ['UsdPerMonth', NANO_PER_USD, spent.nanoThisMonth, usage.nanoUsd, endOfMonth(now)]
        ];
        for (const [limit, unit, used, held, endsAtMs] of budgets) {
            const name = nameOf(scope, limit);
            const most = this.limits.effective(name);
            if (most === undefined || used + held < most * unit) {
                continue;
            }
            const isUsedUp = used >= most * unit;
            const untilMs = isUsedUp ? endsAtMs : now + PLACE_MS;
            const reason = sayLimit(name, most, { used: used / unit, untilMs: isUsedUp ? endsAtMs : undefined });
            return { limit: name, reason, untilMs, soon: !isUsedUp };
        }
        return undefined;
    }

    private checkRates(scope: Scope, usage: Usage): Refusal | undefined {
        const now = this.now();
        const places = nameOf(scope, 'ConcurrentRequests');
        const mostAtOnce = this.limits.effective(places);
        if (mostAtOnce !== undefined && usage.calls >= mostAtOnce) {
            return { limit: places, reason: sayLimit(places, mostAtOnce), untilMs: now + PLACE_MS, soon: true };
        }
        const rate = nameOf(scope, 'RequestsPerMinute');
        const mostPerMinute = this.limits.effective(rate);
        // what lies ahead was before the clock was set back
        usage.startedAtMs = usage.startedAtMs.filter(atMs => atMs > now - MINUTE_MS && atMs <= now);
        if (mostPerMinute !== undefined && usage.startedAtMs.length >= mostPerMinute) {
            const leaves = usage.startedAtMs[usage.startedAtMs.length - Math.ceil(mostPerMinute)] ?? now;
            return { limit: rate, reason: sayLimit(rate, mostPerMinute), untilMs: leaves + MINUTE_MS, soon: true };
        }
        return undefined;
    }

    /** A budget of money cannot be kept for what has no price. */
    private checkPrice(model: string, nanoUsd: number | undefined): Refusal | undefined {
        const limit = (['personUsdPerMonth', 'sessionUsdPerMonth'] as const).find(
            name => this.limits.effective(name) !== undefined
        );
        return limit && nanoUsd === undefined
            ? { limit, reason: sayUnpriced(model), untilMs: undefined, soon: false }
            : undefined;
    }

    private warning(person: string, sessionId: string): string | undefined {
        const share = this.limits.warnAtPercent / 100;
        const scopes: [Scope, Spent][] = [
            ['person', this.spent.ofPerson(person)],
            ['session', this.spent.ofSession(sessionId)]
        ];
        for (const [scope, spent] of scopes) {
            for (const [limit, used] of [
                ['TokensPerDay', spent.tokensToday],
                ['UsdPerMonth', spent.nanoThisMonth / NANO_PER_USD]
            ] as const) {
                const name = nameOf(scope, limit);
                const most = this.limits.effective(name);
                if (most !== undefined && used >= most * share) {
                    return sayWarning(name, most, used);
                }
            }
        }
        return undefined;
    }

    private usageOf(key: string): Usage {
        const usage = this.open.get(key) ?? { calls: 0, tokens: 0, nanoUsd: 0, startedAtMs: [] };
        this.open.set(key, usage);
        return usage;
    }

    /** Forgets sessions that have nothing under way. Call it now and then. */
    sweep(): void {
        for (const [key, { calls, startedAtMs }] of this.open) {
            if (calls === 0 && (startedAtMs.at(-1) ?? 0) <= this.now() - MINUTE_MS) {
                this.open.delete(key);
            }
        }
    }
}

function nameOf(scope: Scope, limit: Limit): LimitName {
    return `${scope}${limit}`;
}

function add(usage: Usage, held: { tokens: number; nanoUsd: number }, sign: 1 | -1): void {
    usage.calls += sign;
    usage.tokens += sign * held.tokens;
    usage.nanoUsd += sign * held.nanoUsd;
}
