import { expect } from 'chai';
import { IdleMemory } from './idle-memory';

const MIB = 1024 * 1024;
const EVERY_MS = 30_000;

describe('memory of a process that rests', () => {
    let cpuMs: number;
    let heapBytes: number;
    let collections: number;
    let idle: IdleMemory;

    beforeEach(() => {
        [cpuMs, heapBytes, collections] = [0, 40 * MIB, 0];
        idle = new IdleMemory({
            cpuMs: () => cpuMs,
            heapBytes: () => heapBytes,
            collect: () => {
                collections++;
                heapBytes = 45 * MIB;
                cpuMs += 30;
            }
        });
    });

    it('is given back once it rests, and not while it works', () => {
        [cpuMs, heapBytes] = [20_000, 150 * MIB];
        idle.look(EVERY_MS);
        expect(collections).to.equal(0);
        cpuMs += 599;
        idle.look(EVERY_MS);
        expect(collections).to.equal(1);
    });

    it('is given back again after the next work, where the machine got the first part of it late', () => {
        heapBytes = 150 * MIB;
        idle.look(EVERY_MS);
        heapBytes = 25 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(1);
        heapBytes = 60 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(2);
    });

    it('is left alone where there is little to give back, also what a collection has left', () => {
        heapBytes = 71 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(0);
        heapBytes = 72 * MIB;
        idle.look(EVERY_MS);
        heapBytes = 76 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(1);
        heapBytes = 77 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(2);
    });
});
