import { dayOf, firstDayOfMonth } from './calendar';
import { CountedLine, UsageLedger } from './usage-ledger';

/** What counts against the budgets of a person or of a session now. */
export interface Spent {
    tokensToday: number;
    nanoThisMonth: number;
}

interface Account extends Spent {
    day: string;
    month: string;
}

const MAX_ACCOUNTS = 2_000;

/** The sums that budgets are compared with, kept in memory and begun from the ledger. */
export class SpendBook {
    private readonly accounts = new Map<string, Account>();
    /** One after the other: a sum that is read while a line is added would have it twice or not at all. */
    private turn: Promise<unknown> = Promise.resolve();

    constructor(
        private readonly ledger: UsageLedger,
        private readonly now: () => number
    ) {}

    /** Reads the sums of a person and of a session of theirs, where they are not known yet. */
    async open(person: string, sessionId: string): Promise<void> {
        if (!this.accounts.has(personKey(person)) || !this.accounts.has(sessionId)) {
            await this.inTurn(async () => {
                await this.read(personKey(person), { person });
                await this.read(sessionId, { sessionId });
            });
        }
    }

    /** What a person has spent; must have been opened. */
    ofPerson(person: string): Spent {
        return this.current(personKey(person));
    }

    /** What a session has spent; must have been opened. */
    ofSession(sessionId: string): Spent {
        return this.current(sessionId);
    }

    /** Adds a line to the ledger by `settle`, and what it counts to the sums. */
    settle(person: string, sessionId: string, settle: () => Promise<CountedLine | undefined>): Promise<void> {
        return this.inTurn(async () => {
            const line = await settle();
            for (const key of line ? [personKey(person), sessionId] : []) {
                if (line && this.accounts.has(key)) {
                    addLine(this.current(key), line);
                }
            }
        });
    }

    /** Forgets all sums, so that they are read anew; as when lines have been given a price. */
    reset(): Promise<void> {
        return this.inTurn(async () => this.accounts.clear());
    }

    private current(key: string): Account {
        const account = this.accounts.get(key);
        if (!account) {
            throw new Error('these sums were not opened');
        }
        const day = dayOf(this.now());
        if (account.day !== day) {
            account.day = day;
            account.tokensToday = 0;
        }
        if (account.month !== day.slice(0, 7)) {
            account.month = day.slice(0, 7);
            account.nanoThisMonth = 0;
        }
        return account;
    }

    private async read(key: string, of: { person: string } | { sessionId: string }): Promise<void> {
        if (this.accounts.has(key)) {
            return;
        }
        const day = dayOf(this.now());
        const today = await this.ledger.countedSince(of, day);
        const month = await this.ledger.countedSince(of, firstDayOfMonth(this.now()));
        this.accounts.set(key, {
            day,
            month: day.slice(0, 7),
            tokensToday: today.tokens,
            nanoThisMonth: month.nanoUsd
        });
        this.makeRoom();
    }

    /** The sums of sessions that were used long ago are read again when they are wanted. */
    private makeRoom(): void {
        const oldest = [...this.accounts.keys()].find(key => !key.startsWith('person:'));
        if (this.accounts.size > MAX_ACCOUNTS && oldest) {
            this.accounts.delete(oldest);
        }
    }

    private inTurn<T>(work: () => Promise<T>): Promise<T> {
        const done = this.turn.then(work);
        this.turn = done.catch(() => undefined);
        return done;
    }
}

/** A line of the last moment of a day may be written when that day is over, and counts nothing any more. */
function addLine(account: Account, { tokens, nanoUsd, day }: CountedLine): void {
    account.tokensToday += day === account.day ? tokens : 0;
    account.nanoThisMonth += day.slice(0, 7) === account.month ? nanoUsd : 0;
}

function personKey(person: string): string {
    return `person:${person}`;
}
