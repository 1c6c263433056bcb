import { injectable } from '@theia/core/shared/inversify';
import {
    LimitsAnswer,
    LimitsChange,
    PricesAnswer,
    PricesChange,
    SessionUsageAnswer,
    UsageAnswer
} from 'dispatch-extension/lib/kernel/common/usage-contract';
import { z } from 'zod';
import { UsageText } from './usage-text';

const ANSWER_MS = 15_000;
const Failure = z.object({ error: z.object({ message: z.string() }) });

/** Asks the gateway what was used and what may be. What fails, fails with a sentence for people. */
@injectable()
export class UsageClient {
    usage(from: string, to: string): Promise<UsageAnswer> {
        return this.ask(UsageAnswer, `api/usage?from=${from}&to=${to}`);
    }

    /** Where the ledger of some days can be downloaded. */
    csvAddress(from: string, to: string): string {
        return besidePage(`api/usage/csv?from=${from}&to=${to}`);
    }

    session(sessionId: string): Promise<SessionUsageAnswer> {
        return this.ask(SessionUsageAnswer, `api/usage/sessions/${sessionId}`);
    }

    limits(): Promise<LimitsAnswer> {
        return this.ask(LimitsAnswer, 'api/usage/limits');
    }

    changeLimits(change: z.input<typeof LimitsChange>): Promise<LimitsAnswer> {
        return this.ask(LimitsAnswer, 'api/usage/limits', change);
    }

    prices(): Promise<PricesAnswer> {
        return this.ask(PricesAnswer, 'api/usage/prices');
    }

    changePrices(change: PricesChange): Promise<PricesAnswer> {
        return this.ask(PricesAnswer, 'api/usage/prices', change);
    }

    private async ask<S extends z.ZodType>(schema: S, path: string, change?: object): Promise<z.output<S>> {
        const answer = await fetch(besidePage(path), {
            ...(change && {
                method: 'PUT',
                body: JSON.stringify(change),
                headers: { 'content-type': 'application/json', 'x-dispatch': '1' }
            }),
            cache: 'no-store',
            credentials: 'same-origin',
            signal: AbortSignal.timeout(ANSWER_MS)
        }).catch((cause: unknown) => {
            throw new Error(UsageText.unreachable, { cause });
        });
        const body: unknown = await answer.json().catch(() => undefined);
        if (!answer.ok) {
            const failure = Failure.safeParse(body);
            throw new Error(failure.success ? failure.data.error.message : UsageText.unreachable);
        }
        return schema.parse(body);
    }
}

function besidePage(path: string): string {
    return new URL(path, window.location.origin + window.location.pathname).href;
}
