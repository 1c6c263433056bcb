import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { IdleMemory } from './idle-memory';

const MIB = 1024 * 1024;
const EVERY_MS = 30_000;

describe('memory of a process that rests', () => {
    let cpuMs: number;
    let heldBytes: number;
    let collections: number;
    let idle: IdleMemory;

    beforeEach(() => {
        [cpuMs, heldBytes, collections] = [0, 40 * MIB, 0];
        idle = new IdleMemory({
            cpuMs: () => cpuMs,
            heldBytes: () => heldBytes,
            collect: () => {
                collections++;
                heldBytes = 45 * MIB;
                cpuMs += 30;
            }
        });
    });

    it('is given back once it rests, and not while it works', () => {
        [cpuMs, heldBytes] = [20_000, 150 * MIB];
        idle.look(EVERY_MS);
        expect(collections).to.equal(0);
        cpuMs += 599;
        idle.look(EVERY_MS);
        expect(collections).to.equal(1);
    });

    it('is given back again after the next work, where the machine got the first part of it late', () => {
        heldBytes = 150 * MIB;
        idle.look(EVERY_MS);
        heldBytes = 25 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(1);
        heldBytes = 60 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(2);
    });

    it('is there for others as soon as it was collected', () => {
        const script = `
            const memory = require(${JSON.stringify(join(__dirname, 'idle-memory.js'))}).thisProcess();
            let kept = [];
            for (let round = 0; round < 60; round++) {
                kept = Array.from({ length: 100_000 }, (_, index) => ({ round, index }));
            }
            kept = undefined;
            const before = memory.heldBytes();
            memory.collect();
            console.log(JSON.stringify([before, memory.heldBytes()]));`;
        const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
        expect(stderr).to.equal('');
        const [before, after] = JSON.parse(stdout) as [number, number];
        expect(before).to.be.greaterThan(48 * MIB);
        expect(after).to.be.lessThan(16 * MIB);
    });

    it('is left alone where there is little to give back, also what a collection has left', () => {
        heldBytes = 55 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(0);
        heldBytes = 56 * MIB;
        idle.look(EVERY_MS);
        heldBytes = 60 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(1);
        heldBytes = 61 * MIB;
        idle.look(EVERY_MS);
        expect(collections).to.equal(2);
    });
});
