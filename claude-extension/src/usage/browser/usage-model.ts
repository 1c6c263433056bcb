import { Emitter, Event } from '@theia/core/lib/common/event';
import { inject, injectable, postConstruct } from '@theia/core/shared/inversify';
import type {
    LimitName,
    LimitsAnswer,
    MeteredSession,
    PricesAnswer,
    PricesChange,
    UsageAnswer
} from 'dispatch-extension/lib/kernel/common/usage-contract';
import { SessionsClient } from 'dispatch-extension/lib/session/browser/sessions-client';
import { CLAUDE_KIND } from '../../conversation/common/claude-protocol';
import { SignInUsageRpc, SignInUsageRow } from '../common/usage-protocol';
import { dayBefore, UsageAxis } from '../domain/usage-breakdown';
import { UsageClient } from './usage-client';
import { UsageWatch } from './usage-watch';

export type UsagePeriod = 'month' | 'week' | 'days30' | 'days90';
export type UsageMeasure = 'cost' | 'tokens';

/** What the usage page shows: what was used in a period, budgets, prices. The page only draws it. */
@injectable()
export class UsageModel {
    @inject(UsageClient) protected readonly client!: UsageClient;
    @inject(SessionsClient) protected readonly sessions!: SessionsClient;
    @inject(UsageWatch) protected readonly watch!: UsageWatch;

    period: UsagePeriod = 'month';
    measure: UsageMeasure = 'cost';
    axis: UsageAxis = 'model';
    usage: UsageAnswer | undefined;
    /** What went by the sign-in of the person, past the meter. */
    bySignIn: readonly SignInUsageRow[] = [];
    prices: PricesAnswer | undefined;
    /** Why the last request failed, for people. */
    problem: string | undefined;
    /** Said once a change was kept. */
    notice: string | undefined;

    private readonly changed = new Emitter<void>();
    readonly onDidChange: Event<void> = this.changed.event;
    private unlisten: { dispose(): void } | undefined;

    @postConstruct()
    protected init(): void {
        this.unlisten = this.watch.onDidChange(() => this.changed.fire());
    }

    /** Whoever made it calls this. */
    dispose(): void {
        this.unlisten?.dispose();
        this.changed.dispose();
    }

    get limits(): LimitsAnswer | undefined {
        return this.watch.limits;
    }

    /** The first and the last day that are shown. */
    get span(): { from: string; to: string } {
        const to = this.usage?.today ?? new Date().toLocaleDateString('sv-SE');
        const from = {
            month: `${to.slice(0, 8)}01`,
            week: dayBefore(to, 6),
            days30: dayBefore(to, 29),
            days90: dayBefore(to, 89)
        }[this.period];
        return { from, to };
    }

    /** The sessions that there are, by name and folder. */
    get knownSessions(): MeteredSession[] {
        return this.sessions.sessions.map(({ id, kind, title, folder }) => ({ sessionId: id, kind, title, folder }));
    }

    get csvAddress(): string {
        const { from, to } = this.span;
        return this.client.csvAddress(from, to);
    }

    show(what: Partial<Pick<UsageModel, 'period' | 'measure' | 'axis'>>): void {
        const isOtherPeriod = what.period !== undefined && what.period !== this.period;
        Object.assign(this, what);
        this.changed.fire();
        if (isOtherPeriod) {
            void this.refresh();
        }
    }

    refresh = (): Promise<void> =>
        this.attempt(async () => {
            const { from, to } = this.span;
            this.usage = await this.client.usage(from, to);
            this.prices = await this.client.prices();
            await this.watch.refresh();
            this.bySignIn = (await this.signInUsage().listSignInUsage({ from, to })).rows;
        });

    private signInUsage() {
        return this.sessions.ofKind(SignInUsageRpc, CLAUDE_KIND, { repeatable: ['listSignInUsage'] });
    }

    changeLimit(name: LimitName, value: number | null): Promise<void> {
        return this.attempt(async () => {
            this.watch.took(await this.client.changeLimits({ own: { [name]: value } }));
            this.notice = name;
        });
    }

    changeWarning(warnAtPercent: number): Promise<void> {
        return this.attempt(async () => {
            this.watch.took(await this.client.changeLimits({ warnAtPercent }));
            this.notice = 'warnAtPercent';
        });
    }

    changePrices(change: PricesChange): Promise<void> {
        return this.attempt(async () => {
            this.prices = await this.client.changePrices(change);
            const { from, to } = this.span;
            this.usage = await this.client.usage(from, to);
            this.notice = 'prices';
        });
    }

    private async attempt(work: () => Promise<void>): Promise<void> {
        this.notice = undefined;
        try {
            await work();
            this.problem = undefined;
        } catch (error) {
            this.problem = error instanceof Error ? error.message : String(error);
        }
        this.changed.fire();
    }
}
