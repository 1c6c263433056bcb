import { expect } from 'chai';
import { AttemptLimiter, FREE_ATTEMPTS } from './attempt-limiter';

const MINUTE_MS = 60_000;

describe('attempt limiter', () => {
    it('lets an address fail five times and makes it wait a minute then', () => {
        const limiter = new AttemptLimiter();
        const waits = Array.from({ length: FREE_ATTEMPTS }, () => {
            limiter.failed('10.0.0.1', 0);
            return limiter.waitMs('10.0.0.1', 0);
        });
        expect(waits).to.deep.equal([0, 0, 0, 0, MINUTE_MS]);
    });

    it('doubles the wait with each further failure, up to an hour', () => {
        const limiter = new AttemptLimiter();
        let nowMs = 0;
        const waits: number[] = [];
        for (let attempt = 1; attempt <= 13; attempt++) {
            limiter.failed('10.0.0.1', nowMs);
            const waitMs = limiter.waitMs('10.0.0.1', nowMs);
            waits.push(waitMs / MINUTE_MS);
            nowMs += waitMs;
        }
        expect(waits).to.deep.equal([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    });

    it('never blocks one address for what another did', () => {
        const limiter = new AttemptLimiter();
        for (let attempt = 0; attempt < 50; attempt++) {
            limiter.failed('10.0.0.1', 0);
        }
        expect(limiter.waitMs('10.0.0.2', 0)).to.equal(0);
    });

    it('forgives few failures after a quiet minute, and all of them after a success', () => {
        const limiter = new AttemptLimiter();
        for (let attempt = 0; attempt < 4; attempt++) {
            limiter.failed('10.0.0.1', 0);
        }
        limiter.failed('10.0.0.1', MINUTE_MS + 1);
        expect(limiter.waitMs('10.0.0.1', MINUTE_MS + 1)).to.equal(0);
        limiter.succeeded('10.0.0.1');
        for (let attempt = 0; attempt < 4; attempt++) {
            limiter.failed('10.0.0.1', MINUTE_MS + 2);
        }
        expect(limiter.waitMs('10.0.0.1', MINUTE_MS + 2)).to.equal(0);
    });

    it('remembers a bounded number of addresses', () => {
        const limiter = new AttemptLimiter();
        for (let attempt = 0; attempt < FREE_ATTEMPTS; attempt++) {
            limiter.failed('the first', 0);
        }
        for (let index = 0; index < 10_000; index++) {
            limiter.failed(`address ${index}`, 0);
        }
        expect(limiter.waitMs('the first', 0)).to.equal(0);
    });
});
