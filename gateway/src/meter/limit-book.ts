import { z } from 'zod';
import { LimitName, LimitsChange, LimitValues } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { SettingsStore } from '../storage/settings-store';

const STORED = 'meter.limits';
const Stored = z.object({ own: LimitValues, warnAtPercent: z.number().int().min(1).max(100).optional() });

/** What the operator limits, and what the person does on top of it. The lower value applies. */
export class LimitBook {
    private own: LimitValues = {};
    private ownWarning: number | undefined;

    constructor(
        private readonly settings: SettingsStore,
        readonly operator: LimitValues,
        private readonly operatorWarning: number
    ) {}

    /** Reads what the person has set; once, before it is asked. */
    async load(): Promise<void> {
        const stored = await this.settings.read(STORED, Stored);
        this.own = stored?.own ?? {};
        this.ownWarning = stored?.warnAtPercent;
    }

    /** Changes what the person has set, and keeps it. */
    async change({ own, warnAtPercent }: LimitsChange): Promise<void> {
        const next: LimitValues = { ...this.own };
        for (const [name, value] of Object.entries(own) as [LimitName, number | null | undefined][]) {
            if (value === null) {
                delete next[name];
            } else if (value !== undefined) {
                next[name] = value;
            }
        }
        const warning = warnAtPercent ?? this.ownWarning;
        await this.settings.write(STORED, { own: next, warnAtPercent: warning });
        this.own = next;
        this.ownWarning = warning;
    }

    get ofPerson(): LimitValues {
        return this.own;
    }

    get warnAtPercent(): number {
        return this.ownWarning ?? this.operatorWarning;
    }

    /** What applies; `undefined` for no limit. */
    effective(name: LimitName): number | undefined {
        const values = [this.own[name], this.operator[name]].filter(value => value !== undefined);
        return values.length > 0 ? Math.min(...values) : undefined;
    }

    /** All that apply. */
    get allEffective(): LimitValues {
        const entries = LimitName.options.map(name => [name, this.effective(name)] as const);
        return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
}
