import { ExpressionBuilder, Selectable, Transaction } from 'kysely';
import { MeteredSession, NANO_PER_USD, UsageRow } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { GatewayDatabase, GatewayTables, UsageReservationRow } from '../storage/gateway-database';
import { dayOf } from './calendar';
import { PriceTable } from './price-table';
import { CallEstimate } from './request-estimate';
import { ReportedUsage, totalTokens } from './usage-reader';

/** A call that is about to be made. */
export interface PlannedCall extends CallEstimate {
    sessionId: string;
    person: string;
}

/**
 * How a call ended. `complete`: the upstream said so. `cut`: the answer ended before; what it had reported counts.
 * `unknown`: nobody saw the end, or nothing was reported; budgets count what it can have used at most.
 */
export type CallOutcome = 'complete' | 'cut' | 'unknown';

/** One line of the ledger. */
export interface LedgerEntry extends ReportedUsage {
    sessionId: string;
    person: string;
    outcome: CallOutcome;
    /** `undefined` while the price of the model is not known. */
    costNano: number | undefined;
    atMs: number;
}

/** What budgets count for one call. */
export interface Counted {
    tokens: number;
    nanoUsd: number;
}

/** The same, on the day of its line in the ledger. */
export interface CountedLine extends Counted {
    day: string;
}

/** An answer that reports anything reports one of these. */
const REPORTED = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens'] as const;

const NOTHING = {
    inputTokens: 0,
    outputTokens: 0,
    cacheCreationTokens: 0,
    cacheCreation1hTokens: 0,
    cacheReadTokens: 0,
    webSearches: 0
};

/**
 * What the calls to the Messages API cost. Each call is written down before it is made and becomes one line when it has
 * ended, so that none is missed when the gateway is killed in between.
 */
export class UsageLedger {
    constructor(
        private readonly database: GatewayDatabase,
        private readonly prices: () => PriceTable
    ) {}

    /** Writes a call down before it is made; answers under which number. */
    async reserve({ sessionId, person, model, inputTokens, outputTokens }: PlannedCall, atMs: number): Promise<number> {
        const { insertId } = await this.database
            .insertInto('usage_reservation')
            .values({
                session_id: sessionId,
                person,
                model,
                input_estimate: inputTokens,
                output_estimate: outputTokens,
                reported_json: null,
                at_ms: atMs
            })
            .executeTakeFirstOrThrow();
        return Number(insertId);
    }

    /** The answer has begun, and said what the prompt was. */
    async note(id: number, reported: ReportedUsage): Promise<void> {
        await this.database
            .updateTable('usage_reservation')
            .set({ reported_json: JSON.stringify(reported) })
            .where('id', '=', id)
            .execute();
    }

    /** The call cost nothing: it was refused, or never reached the upstream. */
    async release(id: number): Promise<void> {
        await this.database.deleteFrom('usage_reservation').where('id', '=', id).execute();
    }

    /** The call has ended: it becomes a line. `undefined` where it is one already. */
    async settle(
        id: number,
        reported: ReportedUsage | undefined,
        outcome: CallOutcome,
        atMs: number
    ): Promise<CountedLine | undefined> {
        return this.database.transaction().execute(async trx => {
            const row = await trx
                .deleteFrom('usage_reservation')
                .where('id', '=', id)
                .returningAll()
                .executeTakeFirst();
            return row && this.addLine(trx, row, reported, outcome, atMs);
        });
    }

    /** Settles what was under way when the last gateway ended; answers how many calls that were. */
    async settleLeftovers(): Promise<number> {
        const left = await this.database.selectFrom('usage_reservation').selectAll().orderBy('id').execute();
        for (const row of left) {
            const reported = row.reported_json ? (JSON.parse(row.reported_json) as ReportedUsage) : undefined;
            await this.settle(row.id, reported, 'unknown', row.at_ms);
        }
        return left.length;
    }

    /** What budgets count from a day on, of a person or of a session. */
    async countedSince(of: { person: string } | { sessionId: string }, day: string): Promise<Counted> {
        const sums = this.database
            .selectFrom('usage')
            .select(({ fn }) => [
                fn.sum<number>('counted_tokens').as('tokens'),
                fn.sum<number>('counted_nano_usd').as('nano')
            ])
            .where('day', '>=', day);
        const row = await (
            'person' in of ? sums.where('person', '=', of.person) : sums.where('session_id', '=', of.sessionId)
        ).executeTakeFirstOrThrow();
        return { tokens: Number(row.tokens ?? 0), nanoUsd: Number(row.nano ?? 0) };
    }

    /** Fills in the costs of lines whose price was not known, where it is now. Other lines stay as they were. */
    async priceUnpriced(): Promise<void> {
        const lines = await this.database.selectFrom('usage').selectAll().where('cost_nano_usd', 'is', null).execute();
        for (const line of lines.filter(isReported)) {
            const cost = this.prices().costNano(line.model, tokensOf(line));
            if (cost !== undefined) {
                await this.database
                    .updateTable('usage')
                    .set({ cost_nano_usd: cost, counted_nano_usd: Math.max(cost, line.counted_nano_usd) })
                    .where('id', '=', line.id)
                    .execute();
            }
        }
    }

    /** Every line of a session, oldest first. */
    async ofSession(sessionId: string): Promise<LedgerEntry[]> {
        return this.lines({ sessionId });
    }

    /** Lines of a session, or of a span of days, oldest first. */
    async lines(of: { sessionId: string } | { fromDay: string; toDay: string }): Promise<LedgerEntry[]> {
        const all = this.database.selectFrom('usage').selectAll().orderBy('id');
        const rows = await (
            'sessionId' in of
                ? all.where('session_id', '=', of.sessionId)
                : all.where('day', '>=', of.fromDay).where('day', '<=', of.toDay)
        ).execute();
        return rows.map(row => ({
            sessionId: row.session_id,
            person: row.person,
            model: row.model,
            ...tokensOf(row),
            outcome: row.outcome === 'complete' || row.outcome === 'cut' ? row.outcome : 'unknown',
            costNano: row.cost_nano_usd ?? undefined,
            atMs: row.at_ms
        }));
    }

    /** Sums by day, session and model. */
    async rows(of: { sessionId: string } | { fromDay: string; toDay: string }): Promise<UsageRow[]> {
        const sums = this.database
            .selectFrom('usage')
            .select(({ fn, eb }) => [
                'day',
                'model',
                'person',
                'session_id',
                fn.countAll<number>().as('calls'),
                fn.sum<number>(eb.case().when('outcome', '=', 'cut').then(1).else(0).end()).as('cut'),
                fn.sum<number>(eb.case().when('outcome', '=', 'unknown').then(1).else(0).end()).as('unknown'),
                fn.sum<number>(eb.case().when('cost_nano_usd', 'is', null).then(1).else(0).end()).as('costless'),
                fn.sum<number>(eb.case().when(unreported(eb)).then(1).else(0).end()).as('unreported'),
                fn.sum<number>('input_tokens').as('input'),
                fn.sum<number>('output_tokens').as('output'),
                fn.sum<number>('cache_read_tokens').as('read'),
                fn.sum<number>('cache_creation_tokens').as('written'),
                fn.sum<number>('cache_creation_1h_tokens').as('written1h'),
                fn.sum<number>('web_searches').as('searches'),
                fn.sum<number>('cost_nano_usd').as('nano')
            ])
            .groupBy(['day', 'model', 'person', 'session_id'])
            .orderBy('day');
        const rows = await (
            'sessionId' in of
                ? sums.where('session_id', '=', of.sessionId)
                : sums.where('day', '>=', of.fromDay).where('day', '<=', of.toDay)
        ).execute();
        return rows.map(row => ({
            day: row.day,
            model: row.model,
            person: row.person,
            sessionId: row.session_id,
            calls: row.calls,
            cutCalls: row.cut,
            unknownCalls: row.unknown,
            unpricedCalls: row.costless - row.unreported,
            unreportedCalls: row.unreported,
            inputTokens: row.input,
            outputTokens: row.output,
            cacheReadTokens: row.read,
            cacheWrite5mTokens: row.written - row.written1h,
            cacheWrite1hTokens: row.written1h,
            webSearches: row.searches,
            costUsd: (row.nano ?? 0) / NANO_PER_USD
        }));
    }

    /** Keeps what a session is called, for when it is gone. */
    async rememberSessions(sessions: readonly MeteredSession[]): Promise<void> {
        if (sessions.length > 0) {
            const rows = sessions.map(({ sessionId, kind, title, folder }) => ({
                session_id: sessionId,
                kind,
                title,
                folder
            }));
            await this.database.replaceInto('metered_session').values(rows).execute();
        }
    }

    /** Sessions that used something, by what is known of them. */
    async sessions(): Promise<MeteredSession[]> {
        const rows = await this.database.selectFrom('metered_session').selectAll().execute();
        return rows.map(({ session_id, kind, title, folder }) => ({ sessionId: session_id, kind, title, folder }));
    }

    private async addLine(
        trx: Transaction<GatewayTables>,
        row: Selectable<UsageReservationRow>,
        reported: ReportedUsage | undefined,
        outcome: CallOutcome,
        atMs: number
    ): Promise<CountedLine> {
        const usage = reported ?? { ...NOTHING, model: row.model };
        const cost = reported ? this.prices().costNano(usage.model, usage) : undefined;
        const counted = this.count(row, usage, outcome);
        const day = dayOf(atMs);
        await trx
            .insertInto('usage')
            .values({
                session_id: row.session_id,
                person: row.person,
                model: usage.model,
                input_tokens: usage.inputTokens,
                output_tokens: usage.outputTokens,
                cache_creation_tokens: usage.cacheCreationTokens,
                cache_creation_1h_tokens: usage.cacheCreation1hTokens,
                cache_read_tokens: usage.cacheReadTokens,
                web_searches: usage.webSearches,
                outcome,
                cost_nano_usd: cost ?? null,
                counted_tokens: counted.tokens,
                counted_nano_usd: counted.nanoUsd,
                day,
                at_ms: atMs
            })
            .execute();
        return { ...counted, day };
    }

    private count(row: Selectable<UsageReservationRow>, usage: ReportedUsage, outcome: CallOutcome): Counted {
        const prices = this.prices();
        const tokens = totalTokens(usage);
        // the answer may name the model as no price does; a budget still has the price by which the call was let in
        const nanoUsd = prices.costNano(usage.model, usage) ?? prices.costNano(row.model, usage) ?? 0;
        if (outcome !== 'unknown') {
            return { tokens, nanoUsd };
        }
        const most = prices.mostNano(row.model, row.input_estimate, row.output_estimate) ?? 0;
        return {
            tokens: Math.max(tokens, row.input_estimate + row.output_estimate),
            nanoUsd: Math.max(nanoUsd, most)
        };
    }
}

type UsageLine = GatewayTables['usage'];

/** Nobody knows what the call used: it has no cost, and would not get one by a price. */
function isReported(line: Pick<Selectable<UsageLine>, 'outcome' | (typeof REPORTED)[number]>): boolean {
    return line.outcome !== 'unknown' || REPORTED.some(column => line[column] > 0);
}

/** What {@link isReported} is not, of lines without a cost. */
function unreported(eb: ExpressionBuilder<GatewayTables, 'usage'>) {
    return eb.and([
        eb('cost_nano_usd', 'is', null),
        eb('outcome', '=', 'unknown'),
        ...REPORTED.map(column => eb(column, '=', 0))
    ]);
}

function tokensOf(row: {
    input_tokens: number;
    output_tokens: number;
    cache_creation_tokens: number;
    cache_creation_1h_tokens: number;
    cache_read_tokens: number;
    web_searches: number;
}): Omit<ReportedUsage, 'model'> {
    return {
        inputTokens: row.input_tokens,
        outputTokens: row.output_tokens,
        cacheCreationTokens: row.cache_creation_tokens,
        cacheCreation1hTokens: row.cache_creation_1h_tokens,
        cacheReadTokens: row.cache_read_tokens,
        webSearches: row.web_searches
    };
}
