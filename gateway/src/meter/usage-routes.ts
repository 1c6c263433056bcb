import { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import {
    LimitsAnswer,
    LimitsChange,
    NANO_PER_USD,
    PricesAnswer,
    PricesChange,
    SessionUsageAnswer,
    Spending,
    UsageAnswer,
    UsageRow
} from 'dispatch-extension/lib/kernel/common/usage-contract';
import { DoorErrors } from '../door/door-errors';
import { dayOf, endOfDay, endOfMonth, firstDayOfMonth } from './calendar';
import { LimitBook } from './limit-book';
import { THE_PERSON } from './meter';
import { PriceBook } from './price-book';
import { RunningSessionList } from './running-sessions';
import { SpendBook, Spent } from './spend-book';
import { usageCsv } from './usage-csv';
import { UsageLedger } from './usage-ledger';

/** What the pages about usage stand on. */
export interface UsageServices {
    ledger: UsageLedger;
    spent: SpendBook;
    limits: LimitBook;
    prices: PriceBook;
    sessions: RunningSessionList;
    hasKey: boolean;
    now(): number;
}

const Span = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() });

/** Registers `/api/usage…`: what was used, and what a person lets it come to. All need a sign-in. */
export function registerUsageRoutes(app: FastifyInstance, services: UsageServices): void {
    const { ledger, limits, prices, spent, now } = services;
    const span = (query: unknown): { fromDay: string; toDay: string } => {
        const { from, to } = parse(Span, query);
        return { fromDay: from ?? firstDayOfMonth(now()), toDay: to ?? dayOf(now()) };
    };
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));

    app.get('/api/usage', async ({ query }): Promise<UsageAnswer> => {
        const rows = await ledger.rows(span(query));
        const used = new Set(rows.map(({ sessionId }) => sessionId));
        const sessions = (await ledger.sessions()).filter(({ sessionId }) => used.has(sessionId));
        return { rows, sessions, today: dayOf(now()) };
    });
    app.get('/api/usage/csv', async ({ query }, reply) => {
        const days = span(query);
        const text = usageCsv(await ledger.lines(days), await ledger.sessions());
        return reply
            .type('text/csv; charset=utf-8')
            .header('content-disposition', `attachment; filename="dispatch-usage-${days.fromDay}-${days.toDay}.csv"`)
            .send(text);
    });
    app.get('/api/usage/sessions/:sessionId', async ({ params }): Promise<SessionUsageAnswer> => {
        const { sessionId } = parse(z.object({ sessionId: SessionId }), params);
        return sumOf(await ledger.rows({ sessionId }));
    });
    app.get('/api/usage/limits', () => limitsAnswer(services));
    app.put('/api/usage/limits', async ({ body }) => {
        await limits.change(parse(LimitsChange, body));
        return limitsAnswer(services);
    });
    app.get('/api/usage/prices', async (): Promise<PricesAnswer> => prices.answer);
    app.put('/api/usage/prices', async ({ body }): Promise<PricesAnswer> => {
        await prices.change(parse(PricesChange, body), now());
        await ledger.priceUnpriced();
        await spent.reset();
        return prices.answer;
    });
}

async function limitsAnswer(services: UsageServices): Promise<LimitsAnswer> {
    const { limits, spent, now } = services;
    const running = await services.sessions.all().catch(() => []);
    for (const { sessionId } of running) {
        await spent.open(THE_PERSON, sessionId);
    }
    await spent.open(THE_PERSON, '');
    const sessions = running.map(session => ({ ...session, spending: spendingOf(spent.ofSession(session.sessionId)) }));
    return {
        own: limits.ofPerson,
        operator: limits.operator,
        effective: limits.allEffective,
        warnAtPercent: limits.warnAtPercent,
        person: spendingOf(spent.ofPerson(THE_PERSON)),
        sessions: sessions.filter(({ spending }) => spending.tokensToday > 0 || spending.usdThisMonth > 0),
        dayEndsAtMs: endOfDay(now()),
        monthEndsAtMs: endOfMonth(now()),
        hasKey: services.hasKey
    };
}

function spendingOf({ tokensToday, nanoThisMonth }: Spent): Spending {
    return { tokensToday, usdThisMonth: nanoThisMonth / NANO_PER_USD };
}

function sumOf(rows: readonly UsageRow[]): SessionUsageAnswer {
    const sum = (pick: (row: UsageRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
    return {
        costUsd: sum(row => row.costUsd),
        calls: sum(row => row.calls),
        unpricedCalls: sum(row => row.unpricedCalls),
        unreportedCalls: sum(row => row.unreportedCalls),
        tokens: {
            inputTokens: sum(row => row.inputTokens),
            outputTokens: sum(row => row.outputTokens),
            cacheReadTokens: sum(row => row.cacheReadTokens),
            cacheWrite5mTokens: sum(row => row.cacheWrite5mTokens),
            cacheWrite1hTokens: sum(row => row.cacheWrite1hTokens),
            webSearches: sum(row => row.webSearches)
        }
    };
}

function parse<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
    const parsed = schema.safeParse(given);
    if (!parsed.success) {
        throw DoorErrors.badRequest(undefined, parsed.error);
    }
    return parsed.data;
}
