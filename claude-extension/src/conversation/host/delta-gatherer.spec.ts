import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { DeltaGatherer, GATHER_MS } from './delta-gatherer';

describe('gatherer of text', () => {
    let recorded: [string, string][];
    let gatherer: DeltaGatherer;

    beforeEach(() => {
        recorded = [];
        gatherer = new DeltaGatherer((blockId, text) => recorded.push([blockId, text]));
    });
    afterEach(() => gatherer.flush());

    it('keeps the first piece after a silence waiting for nothing, and joins what follows at once', async () => {
        for (const text of ['one ', 'two ', 'three ']) {
            gatherer.add('a', text);
        }
        expect(recorded).to.deep.equal([['a', 'one ']]);
        await sleep(GATHER_MS * 10);
        expect(recorded).to.deep.equal([
            ['a', 'one '],
            ['a', 'two three ']
        ]);
        gatherer.add('a', 'four');
        expect(recorded.at(-1)).to.deep.equal(['a', 'four']);
    });

    it('joins nothing of different blocks, and keeps their order', () => {
        gatherer.add('a', '1');
        gatherer.add('a', '2');
        gatherer.add('b', '3');
        gatherer.add('a', '4');
        gatherer.flush();
        expect(recorded).to.deep.equal([
            ['a', '1'],
            ['a', '2'],
            ['b', '3'],
            ['a', '4']
        ]);
    });
});
