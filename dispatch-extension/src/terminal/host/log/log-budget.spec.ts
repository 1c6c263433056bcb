import { expect } from 'chai';
import { BudgetedLog, LogBudget } from './log-budget';

/** A log of parts of 10 bytes, each last written to at the time that is its name. */
class Parts implements BudgetedLog {
    told = 0;
    constructor(
        readonly hasEnded: boolean,
        readonly parts: number[]
    ) {}
    get diskBytes(): number {
        return this.parts.length * 10;
    }
    get oldestChangedAtMs(): number | undefined {
        return this.parts.length > (this.hasEnded ? 0 : 1) ? this.parts[0] : undefined;
    }
    dropOldest(): number {
        this.parts.shift();
        return 10;
    }
    dropped(bytes: number): void {
        this.told += bytes;
    }
    rest(): void {}
}

describe('log budget', () => {
    it('takes from terminals that have ended first, the oldest first, then from the oldest of the others', async () => {
        const running = new Parts(false, [1, 2, 8]);
        const old = new Parts(true, [3, 4]);
        const newer = new Parts(true, [5, 6]);
        await look(60, running, old, newer);
        expect([running.parts, old.parts, newer.parts]).to.deep.equal([[1, 2, 8], [4], [5, 6]]);
        await look(20, running, old, newer);
        expect([running.parts, old.parts, newer.parts]).to.deep.equal([[2, 8], [], []]);
        expect([running.told, old.told, newer.told]).to.deep.equal([10, 20, 20]);
    });

    it('leaves what is being written alone, however much it is', async () => {
        const running = new Parts(false, [1]);
        await look(0, running);
        expect([running.parts, running.told]).to.deep.equal([[1], 0]);
    });

    it('forgets who is gone', async () => {
        const gone = new Parts(true, [1, 2]);
        const budget = new LogBudget(5, 1_000_000);
        budget.add(gone);
        budget.remove(gone);
        await budget.look();
        expect(gone.parts).to.deep.equal([1, 2]);
    });
});

async function look(limit: number, ...logs: BudgetedLog[]): Promise<void> {
    const budget = new LogBudget(limit, 1_000_000);
    logs.forEach(log => budget.add(log));
    await budget.look();
    logs.forEach(log => budget.remove(log));
}
