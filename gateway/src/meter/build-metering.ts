import { LimitValues } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { GatewayLog } from '../operations/log';
import { GatewayDatabase } from '../storage/gateway-database';
import { SettingsStore } from '../storage/settings-store';
import { Admission } from './admission';
import { LimitBook } from './limit-book';
import { Meter } from './meter';
import { PriceBook } from './price-book';
import { RunningSessionList } from './running-sessions';
import { SpendBook } from './spend-book';
import { UpstreamApi } from './upstream-api';
import { UsageLedger } from './usage-ledger';
import { UsageServices } from './usage-routes';

/** What metering is made of. */
export interface MeteringBasis {
    database: GatewayDatabase;
    apiKey: string | undefined;
    baseUrl: string;
    tokenKey: string;
    /** What the operator limits. */
    limits: LimitValues;
    warnAtPercent: number;
    streamSilenceMs: number;
    /** Asks the session host which sessions run. */
    askSessions(): Promise<unknown>;
    log: GatewayLog;
}

/** The meter, what its pages stand on, and what has to be done now and then. */
export interface Metering {
    meter: Meter;
    usage: UsageServices;
    keepHouse(): void;
}

/** Puts the meter together, and settles what was under way when the last gateway ended. */
export async function buildMetering(basis: MeteringBasis): Promise<Metering> {
    const { apiKey, baseUrl, tokenKey, streamSilenceMs, log } = basis;
    const now = Date.now;
    const settings = new SettingsStore(basis.database);
    const prices = new PriceBook(settings);
    const limits = new LimitBook(settings, basis.limits, basis.warnAtPercent);
    await prices.load();
    await limits.load();
    const ledger = new UsageLedger(basis.database, () => prices.table);
    const left = await ledger.settleLeftovers();
    if (left > 0) {
        log.warn('meter.calls-settled', { calls: left, because: 'the gateway ended while they were under way' });
    }
    const spent = new SpendBook(ledger, now);
    const admission = new Admission(limits, spent, () => prices.table, now);
    const sessions = new RunningSessionList(
        () => basis.askSessions(),
        changed => ledger.rememberSessions(changed),
        () => performance.now()
    );
    const upstream = new UpstreamApi({ apiKey, baseUrl, log });
    return {
        meter: new Meter({ apiKey, tokenKey, upstream, sessions, ledger, spent, admission, log, streamSilenceMs, now }),
        usage: { ledger, spent, limits, prices, sessions, hasKey: apiKey !== undefined, now },
        keepHouse: () => admission.sweep()
    };
}
