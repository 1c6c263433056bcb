import { expect } from 'chai';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGatewayDatabase } from '../storage/gateway-database';
import { PriceTable } from './price-table';
import { UsageLedger } from './usage-ledger';

describe('usage ledger', () => {
    let folder: string;

    beforeEach(() => (folder = fs.mkdtempSync(join(tmpdir(), 'ledger-'))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    it('counts a call by the price it was let in with, where the answer names the model in another way', async () => {
        const database = await openGatewayDatabase(join(folder, 'gateway.db'));
        const price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6 };
        const ledger = new UsageLedger(database, () => new PriceTable([{ model: 'asked', ...price }], 0));
        const planned = { sessionId: 's', person: 'p', model: 'asked', inputTokens: 10, outputTokens: 10 };
        const id = await ledger.reserve(planned, Date.now());
        const reported = {
            model: 'answered',
            inputTokens: 1_000_000,
            outputTokens: 0,
            cacheCreationTokens: 0,
            cacheCreation1hTokens: 0,
            cacheReadTokens: 0,
            webSearches: 0
        };
        const counted = await ledger.settle(id, reported, 'complete', Date.now());
        expect(counted).to.include({ tokens: 1_000_000, nanoUsd: 3_000_000_000 });
        const [{ costNano }] = await ledger.ofSession('s');
        expect(costNano).to.equal(undefined);
        await database.destroy();
    });
});
