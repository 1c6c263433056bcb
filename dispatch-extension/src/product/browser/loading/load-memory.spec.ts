import { expect } from 'chai';
import { LoadMemory } from './load-memory';

function blocked(): never {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
}

describe('the memory of loads', () => {
    it('keeps what it is told, and takes what it cannot read for nothing', () => {
        const kept = new Map<string, string>();
        const storage = {
            getItem: (key: string) => kept.get(key) ?? null,
            setItem: (key: string, value: string) => void kept.set(key, value)
        };
        const memory = new LoadMemory(() => storage, 5);
        expect(memory.history).to.equal(undefined);
        memory.history = { atMs: 7, times: 2 };
        expect(new LoadMemory(() => storage, undefined).history).to.deep.equal({ atMs: 7, times: 2 });
        memory.history = undefined;
        expect(memory.history).to.equal(undefined);
        [...kept.keys()].forEach(key => kept.set(key, 'no JSON'));
        expect(memory.history).to.equal(undefined);
    });

    it('goes by how the page was loaded where the browser keeps nothing (the page stayed on its splash: an error nobody caught)', () => {
        const first = new LoadMemory(blocked, undefined);
        first.history = { atMs: 7, times: 2 };
        expect(first.history).to.equal(undefined);
        expect(new LoadMemory(blocked, 5).history).to.deep.equal({ atMs: 5, times: 1 });
    });
});
