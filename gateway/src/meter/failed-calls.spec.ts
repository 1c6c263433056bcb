import { expect } from 'chai';
import { FailedCalls, nameOfCall } from './failed-calls';
import { retryAfterMs, withJitter } from './retry-after';

describe('failed calls', () => {
    let nowMs: number;
    let calls: FailedCalls;

    beforeEach(() => {
        nowMs = 1_000_000;
        calls = new FailedCalls(() => nowMs);
    });

    it('are made three times and no more, then rest, then are new', () => {
        expect([1, 2, 3].map(() => [calls.hold('a', 'l'), calls.failed('a', 'l', 529)])).to.deep.equal([
            [undefined, false],
            [undefined, false],
            [undefined, true]
        ]);
        expect(calls.hold('a', 'l')).to.deep.equal({ status: 529 });
        expect(calls.hold('b', 'l'), 'another call').to.equal(undefined);
        nowMs += 4_999;
        expect(calls.hold('a', 'l')).to.deep.equal({ status: 529 });
        nowMs += 1;
        expect(calls.hold('a', 'l')).to.equal(undefined);
        expect(calls.failed('a', 'l', 529)).to.equal(false);
    });

    it('are forgotten once one succeeds, or after ten minutes', () => {
        calls.failed('a', 'l', 500);
        calls.failed('a', 'l', 500);
        calls.succeeded('a');
        expect(calls.failed('a', 'l', 500)).to.equal(false);
        calls.failed('a', 'l', 500);
        nowMs += 10 * 60_000;
        expect(calls.failed('a', 'l', 500)).to.equal(false);
    });

    it('wait as long as the upstream asks, with all of the same session and model and with no other', () => {
        calls.failed('a', 'session:model', 429, nowMs + 7_000);
        expect(calls.hold('b', 'session:model')).to.deep.equal({ status: 429, untilMs: nowMs + 7_000 });
        expect(calls.hold('b', 'other:model')).to.equal(undefined);
        nowMs += 7_000;
        expect(calls.hold('b', 'session:model')).to.equal(undefined);
    });

    it('are the same call when session and request are', () => {
        const body = Buffer.from('{"a":1}');
        expect(nameOfCall('s', body)).to.equal(nameOfCall('s', Buffer.from('{"a":1}')));
        expect(nameOfCall('s', body)).to.not.equal(nameOfCall('t', body));
        expect(nameOfCall('s', body)).to.not.equal(nameOfCall('s', Buffer.from('{"a":2}')));
    });
});

describe('retry-after', () => {
    it('is read in seconds, in milliseconds and as a date', () => {
        const now = Date.UTC(2026, 10, 25, 12, 0, 0);
        const read = (headers: Record<string, string>): number | undefined => retryAfterMs(headers, now);
        expect([
            read({ 'retry-after': '7' }),
            read({ 'retry-after': '1.5' }),
            read({ 'retry-after-ms': '250', 'retry-after': '7' }),
            read({ 'retry-after': 'Wed, 25 Nov 2026 12:00:09 GMT' }),
            read({ 'retry-after': 'Wed, 25 Nov 2026 11:00:00 GMT' }),
            read({ 'retry-after': 'soon' }),
            read({})
        ]).to.deep.equal([7_000, 1_500, 250, 9_000, 0, undefined, undefined]);
    });

    it('is passed on as it is or up to a quarter longer, never shorter', () => {
        expect([0, 0.5, 1].map(random => withJitter(8_000, random))).to.deep.equal([8_000, 9_000, 10_000]);
    });
});
