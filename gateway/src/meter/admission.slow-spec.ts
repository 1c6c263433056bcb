import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LimitValues } from 'dispatch-extension/lib/kernel/common/usage-contract';
import { GatewayDatabase, openGatewayDatabase } from '../storage/gateway-database';
import { SettingsStore } from '../storage/settings-store';
import { Admission, Admitted, Refusal } from './admission';
import { DEFAULT_PRICES, DEFAULT_WEB_SEARCH_USD } from './default-prices';
import { LimitBook } from './limit-book';
import { PriceTable } from './price-table';
import { SpendBook } from './spend-book';
import { PlannedCall, UsageLedger } from './usage-ledger';

const CALL = { model: 'claude-sonnet-5-5', inputTokens: 1_000, outputTokens: 1_000 };
const USED = {
    model: 'claude-sonnet-5-5',
    ...{ inputTokens: 600, outputTokens: 400, cacheReadTokens: 0 },
    ...{ cacheCreationTokens: 0, cacheCreation1hTokens: 0, webSearches: 0 }
};

describe('admission', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dispatch-admission-'));
    const prices = new PriceTable(DEFAULT_PRICES, DEFAULT_WEB_SEARCH_USD);
    let database: GatewayDatabase;
    let ledger: UsageLedger;
    let spent: SpendBook;
    let nowMs: number;
    let files = 0;

    beforeEach(async () => {
        nowMs = new Date(2026, 10, 25, 12).getTime();
        database = await openGatewayDatabase(join(folder, `${files++}.db`));
        ledger = new UsageLedger(database, () => prices);
        spent = new SpendBook(ledger, () => nowMs);
        for (const session of ['s', 't']) {
            await spent.open('me', session);
        }
    });
    afterEach(() => database.destroy());
    after(() => rmSync(folder, { recursive: true }));

    const admissionWith = async (operator: LimitValues, own: LimitValues = {}): Promise<Admission> => {
        const limits = new LimitBook(new SettingsStore(database), operator, 80);
        await limits.change({ own });
        return new Admission(
            limits,
            spent,
            () => prices,
            () => nowMs
        );
    };
    const spend = async (session = 's', times = 1): Promise<void> => {
        for (let call = 0; call < times; call++) {
            const planned: PlannedCall = { ...CALL, person: 'me', sessionId: session };
            const id = await ledger.reserve(planned, nowMs);
            await spent.settle('me', session, () => ledger.settle(id, USED, 'complete', nowMs));
        }
    };
    const passed = (answers: readonly (Admitted | Refusal)[]): number =>
        answers.filter(answer => 'release' in answer).length;

    it('S39: lets one of fifty pass that come at once with one unit left, and the next when it used less', async () => {
        const admission = await admissionWith({ personTokensPerDay: 1_001 });
        await spend();
        const answers = Array.from({ length: 50 }, (_, index) => admission.admit('me', index % 2 ? 's' : 't', CALL));
        expect(passed(answers)).to.equal(1);
        const refused = answers.find(answer => 'limit' in answer) as Refusal;
        expect(refused).to.include({ limit: 'personTokensPerDay', soon: true });
        for (const answer of answers) {
            if ('release' in answer) {
                answer.release();
                answer.release();
            }
        }
        expect(passed([admission.admit('me', 's', CALL)])).to.equal(1);
    });

    it('refuses until midnight when the tokens of a day are used up, and then not any more', async () => {
        const admission = await admissionWith({ sessionTokensPerDay: 1_000 });
        await spend();
        expect(admission.admit('me', 's', CALL)).to.deep.equal({
            limit: 'sessionTokensPerDay',
            reason: 'The budget of 1,000 tokens a day for this session is used up (1,000). It begins anew on 26 November at 00:00; you can raise it in the view Usage.',
            untilMs: new Date(2026, 10, 26).getTime(),
            soon: false
        });
        expect(passed([admission.admit('me', 't', CALL)]), 'another session').to.equal(1);
        nowMs = new Date(2026, 10, 26).getTime();
        expect(passed([admission.admit('me', 's', CALL)])).to.equal(1);
    });

    for (const zone of ['UTC', 'Pacific/Auckland', 'America/New_York', 'Asia/Kolkata']) {
        it(`ends a day and a month at the midnight of ${zone}, also across a change of its clocks`, async () => {
            const before = process.env['TZ'];
            process.env['TZ'] = zone;
            try {
                for (const [month, day] of [
                    [1, 28],
                    [2, 31],
                    [2, 8],
                    [8, 27],
                    [9, 31],
                    [10, 1],
                    [11, 31]
                ]) {
                    await spendOverMidnight(new Date(2026, month, day + 1).getTime());
                }
            } finally {
                process.env['TZ'] = before;
                if (before === undefined) {
                    delete process.env['TZ'];
                }
            }
        });
    }

    /** A day before `midnightMs` all is used up, and in the moment of it the day, and perhaps the month, begins anew. */
    async function spendOverMidnight(midnightMs: number): Promise<void> {
        const admission = await admissionWith({ sessionTokensPerDay: 1_000, sessionUsdPerMonth: 0.005 });
        const session = `s-${midnightMs}`;
        nowMs = midnightMs - 1;
        await spent.open('me', session);
        await spend(session);
        const refused = admission.admit('me', session, CALL);
        expect(refused).to.include({ limit: 'sessionTokensPerDay', untilMs: midnightMs });
        nowMs = midnightMs;
        const isNewMonth = new Date(midnightMs).getDate() === 1;
        const answer = admission.admit('me', session, CALL);
        expect('release' in answer).to.equal(isNewMonth);
        if ('limit' in answer) {
            const { limit, untilMs = 0 } = answer;
            const end = new Date(untilMs);
            expect([limit, end.getDate(), end.getHours()]).to.deep.equal(['sessionUsdPerMonth', 1, 0]);
        }
    }

    it('counts a call on the day on which it ended, and a line of the last moment not again on the next day', async () => {
        nowMs = new Date(2026, 10, 30, 23, 59, 59, 999).getTime();
        const planned: PlannedCall = { ...CALL, person: 'me', sessionId: 's' };
        const ids = [await ledger.reserve(planned, nowMs), await ledger.reserve(planned, nowMs)];
        await spent.settle('me', 's', async () => {
            const line = await ledger.settle(ids[0], USED, 'complete', nowMs);
            nowMs = new Date(2026, 11, 1).getTime();
            return line;
        });
        expect(spent.ofSession('s')).to.include({ tokensToday: 0, nanoThisMonth: 0 });
        await spent.settle('me', 's', () => ledger.settle(ids[1], USED, 'complete', nowMs));
        const read = new SpendBook(ledger, () => nowMs);
        await read.open('me', 's');
        expect(spent.ofSession('s')).to.deep.equal(read.ofSession('s'));
        expect(spent.ofSession('s')).to.include({ tokensToday: 1_000, nanoThisMonth: 5_200_000 });
    });

    it('counts money by the month, and begins anew with the next', async () => {
        const admission = await admissionWith({ personUsdPerMonth: 0.006 });
        await spend();
        expect(admission.allowance('me', 's')).to.deep.equal({
            warning: '0.0052 USD of the budget of 0.0060 USD a month for you is used.'
        });
        await spend('t');
        expect(admission.admit('me', 's', CALL)).to.include({
            limit: 'personUsdPerMonth',
            untilMs: new Date(2026, 11, 1).getTime()
        });
        nowMs = new Date(2026, 11, 1).getTime();
        expect(passed([admission.admit('me', 's', CALL)])).to.equal(1);
    });

    it('makes no call of which it cannot tell the price, where there is a budget of money', async () => {
        const admission = await admissionWith({ sessionUsdPerMonth: 1_000 });
        const answer = admission.admit('me', 's', { ...CALL, model: 'claude-future-9' });
        expect(answer).to.include({ limit: 'sessionUsdPerMonth', untilMs: undefined, soon: false });
        expect((answer as Refusal).reason).to.contain('The price of claude-future-9 is not known');
    });

    it('takes the lower one of what the operator and the person have set, and reads it again after a restart', async () => {
        const own: LimitValues = { personTokensPerDay: 5_000, sessionTokensPerDay: 500 };
        await admissionWith({ personTokensPerDay: 1_000, sessionTokensPerDay: 2_000 }, own);
        const again = new LimitBook(
            new SettingsStore(database),
            { personTokensPerDay: 1_000, sessionTokensPerDay: 2_000 },
            80
        );
        await again.load();
        expect(again.allEffective).to.deep.equal({ personTokensPerDay: 1_000, sessionTokensPerDay: 500 });
        await again.change({ own: { sessionTokensPerDay: null }, warnAtPercent: 50 });
        expect([again.ofPerson, again.warnAtPercent]).to.deep.equal([{ personTokensPerDay: 5_000 }, 50]);
    });

    it('limits calls at once and calls in a minute, and says when there is room again', async () => {
        const admission = await admissionWith({ sessionConcurrentRequests: 2, personRequestsPerMinute: 3 });
        const [first] = [admission.admit('me', 's', CALL), admission.admit('me', 's', CALL)];
        expect(admission.admit('me', 's', CALL)).to.include({ limit: 'sessionConcurrentRequests', soon: true });
        (first as Admitted).release();
        nowMs += 10_000;
        expect(passed([admission.admit('me', 's', CALL)])).to.equal(1);
        expect(admission.admit('me', 't', CALL)).to.include({
            limit: 'personRequestsPerMinute',
            untilMs: nowMs + 50_000,
            soon: true
        });
        nowMs += 50_000;
        expect(passed([admission.admit('me', 't', CALL)])).to.equal(1);
    });

    it('F12: lets calls pass after the clock was set back (it refused them until the old time had come again)', async () => {
        const admission = await admissionWith({ personRequestsPerMinute: 1 });
        expect(passed([admission.admit('me', 's', CALL)])).to.equal(1);
        nowMs -= 3_600_000;
        expect(passed([admission.admit('me', 's', CALL)])).to.equal(1);
        expect(passed([admission.admit('me', 's', CALL)])).to.equal(0);
    });

    it('charges a call whose end nobody saw once, with what it can have used at most', async () => {
        await ledger.reserve({ ...CALL, person: 'me', sessionId: 's' }, nowMs);
        const id = await ledger.reserve({ ...CALL, person: 'me', sessionId: 's' }, nowMs);
        await ledger.note(id, { ...USED, outputTokens: 1 });
        const next = new UsageLedger(database, () => prices);
        expect([await next.settleLeftovers(), await next.settleLeftovers()]).to.deep.equal([2, 0]);
        expect((await next.ofSession('s')).map(line => [line.outcome, line.inputTokens, line.costNano])).to.deep.equal([
            ['unknown', 0, undefined],
            ['unknown', 600, 1_210_000]
        ]);
        const [row] = await next.rows({ sessionId: 's' });
        expect(row).to.include({ calls: 2, unknownCalls: 2, unreportedCalls: 1, unpricedCalls: 0 });
        await next.priceUnpriced();
        expect((await next.ofSession('s'))[0].costNano, 'nobody knows what it used').to.equal(undefined);
        const book = new SpendBook(next, () => nowMs);
        await book.open('me', 's');
        expect(book.ofPerson('me').tokensToday).to.equal(4_000);
    });

    it('fills in the cost of calls whose price was not known, once it is, and changes no other', async () => {
        let table = new PriceTable([], 0);
        const own = new UsageLedger(database, () => table);
        const settle = async (): Promise<void> => {
            const id = await own.reserve({ ...CALL, person: 'me', sessionId: 's' }, nowMs);
            await own.settle(id, USED, 'complete', nowMs);
        };
        await settle();
        expect((await own.rows({ sessionId: 's' }))[0]).to.include({ calls: 1, unpricedCalls: 1, costUsd: 0 });
        table = prices;
        await settle();
        const doubled = DEFAULT_PRICES.map(price => ({ ...price, input: price.input * 2, output: price.output * 2 }));
        table = new PriceTable(doubled, 0);
        await own.priceUnpriced();
        expect((await own.ofSession('s')).map(line => line.costNano)).to.deep.equal([10_400_000, 5_200_000]);
    });
});
