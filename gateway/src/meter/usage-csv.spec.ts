import { expect } from 'chai';
import { LedgerEntry } from './usage-ledger';
import { usageCsv } from './usage-csv';

const ENTRY: LedgerEntry = {
    sessionId: 'S1',
    person: 'default',
    model: 'claude-x',
    outcome: 'complete',
    inputTokens: 1,
    outputTokens: 2,
    cacheReadTokens: 3,
    cacheCreationTokens: 10,
    cacheCreation1hTokens: 4,
    webSearches: 1,
    costNano: 1_234_500,
    atMs: Date.UTC(2026, 10, 25, 12)
};

describe('usage as CSV', () => {
    const lineOf = (entry: LedgerEntry, title: string): string | undefined =>
        usageCsv([entry], [{ sessionId: 'S1', kind: 'claude', title, folder: '/w' }]).split('\r\n')[1];

    it('has a line for each call', () => {
        expect(lineOf(ENTRY, 'Fix it')).to.match(
            /^2026-11-25T12:00:00\.000Z,2026-11-2\d,default,S1,Fix it,\/w,claude-x,complete,1,2,3,6,4,1,0\.001234500$/
        );
    });

    it('leaves the cost empty where it is not known', () => {
        expect(lineOf({ ...ENTRY, costNano: undefined, outcome: 'unknown' }, 'x')).to.match(/,unknown,1,2,3,6,4,1,$/);
    });

    it('quotes what must be, and hands no formula to a spreadsheet', () => {
        expect(lineOf(ENTRY, 'a "b", c')).to.contain(',"a ""b"", c",');
        expect(lineOf(ENTRY, '=1+2')).to.contain(`,'=1+2,`);
    });
});
