import { Emitter, Event } from '@theia/core/lib/common/event';
import { inject, injectable } from '@theia/core/shared/inversify';
import type { LimitsAnswer } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { UsageClient } from './usage-client';

/** How often the gateway is asked while the page is seen, in ms. */
const EVERY_MS = 30_000;

/** How it stands with the budgets, asked again and again while the page is seen. */
@injectable()
export class UsageWatch {
    private readonly changed = new Emitter<LimitsAnswer>();
    readonly onDidChange: Event<LimitsAnswer> = this.changed.event;
    private last: LimitsAnswer | undefined;

    constructor(@inject(UsageClient) private readonly client: UsageClient) {}

    /** As it was told last; undefined before that. */
    get limits(): LimitsAnswer | undefined {
        return this.last;
    }

    /** Begins to ask; once in the life of the page. */
    start(): void {
        const look = (): void => {
            if (!document.hidden) {
                // what cannot be told now is told the next time; the connection has its own item
                this.refresh().catch(() => undefined);
            }
        };
        window.setInterval(look, EVERY_MS);
        document.addEventListener('visibilitychange', look);
        look();
    }

    async refresh(): Promise<void> {
        this.took(await this.client.limits());
    }

    /** An answer that came with a change. */
    took(answer: LimitsAnswer): void {
        this.last = answer;
        this.changed.fire(answer);
    }
}
