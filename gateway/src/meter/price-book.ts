import { PricesAnswer, PricesChange, ModelPrice } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { z } from 'zod';
import { SettingsStore } from '../storage/settings-store';
import { dayOf } from './calendar';
import { DEFAULT_PRICES, DEFAULT_PRICES_SOURCE, DEFAULT_WEB_SEARCH_USD } from './default-prices';
import { PriceTable } from './price-table';

const STORED = 'meter.prices';
const Stored = z.object({ models: z.array(ModelPrice), webSearch: z.number().nonnegative(), setOn: z.string() });

/** The prices that apply: what the person has set, else those that Dispatch came with. */
export class PriceBook {
    private stored: z.infer<typeof Stored> | undefined;
    private current = new PriceTable(DEFAULT_PRICES, DEFAULT_WEB_SEARCH_USD);

    constructor(private readonly settings: SettingsStore) {}

    /** Reads what the person has set; once, before it is asked. */
    async load(): Promise<void> {
        this.use(await this.settings.read(STORED, Stored));
    }

    get table(): PriceTable {
        return this.current;
    }

    get answer(): PricesAnswer {
        return {
            models: [...this.current.models],
            webSearch: this.current.webSearch,
            source: this.stored ? `Set by you on ${this.stored.setOn}.` : DEFAULT_PRICES_SOURCE,
            isDefault: this.stored === undefined
        };
    }

    /** Sets the prices of calls from now on. */
    async change({ models, webSearch }: PricesChange, nowMs: number): Promise<void> {
        if (models === null) {
            await this.settings.remove(STORED);
            return this.use(undefined);
        }
        const stored = { models, webSearch: webSearch ?? this.current.webSearch, setOn: dayOf(nowMs) };
        await this.settings.write(STORED, stored);
        this.use(stored);
    }

    private use(stored: z.infer<typeof Stored> | undefined): void {
        this.stored = stored;
        this.current = new PriceTable(stored?.models ?? DEFAULT_PRICES, stored?.webSearch ?? DEFAULT_WEB_SEARCH_USD);
    }
}
