import { expect } from 'chai';
import fc from 'fast-check';
import { DriverLease, IDLE_DRIVER_MS, KEEP_LOST_DRIVER_MS, LeaseSeat } from './driver-lease';

const seat = (viewerId: string, pageKey?: string): LeaseSeat => ({ viewerId, pageKey });

describe('driver lease', () => {
    it('gives the first who watches the lease, and who types takes it over', () => {
        const lease = new DriverLease();
        const [first, second] = [seat('a'), seat('b')];
        lease.join(first, 0);
        lease.join(second, 1);
        expect(lease.driver).to.equal(first);
        lease.take(second, 2);
        expect(lease.driver).to.equal(second);
    });

    it('gives who only focuses the lease of a driver that is hidden or long idle, and of no other', () => {
        const lease = new DriverLease();
        const [first, second] = [seat('a'), seat('b')];
        lease.join(first, 0);
        lease.join(second, 0);
        lease.take(first, 1_000);
        lease.want(second, 1_000 + IDLE_DRIVER_MS - 1);
        expect(lease.driver).to.equal(first);
        lease.want(second, 1_000 + IDLE_DRIVER_MS);
        expect(lease.driver).to.equal(second);
        lease.hide(second);
        lease.want(first, 1_001 + IDLE_DRIVER_MS);
        expect(lease.driver).to.equal(first);
    });

    it('is handed to who was active last and is not hidden when the driver leaves', () => {
        const lease = new DriverLease();
        const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map(id => seat(id));
        [first, second, third, fourth].forEach((each, at) => lease.join(each, at));
        lease.take(third, 10);
        lease.take(second, 11);
        lease.take(first, 12);
        lease.hide(second);
        lease.leave(first, false, 13);
        expect(lease.driver).to.equal(third);
        [second, third].forEach(each => lease.leave(each, false, 14));
        expect(lease.driver).to.equal(fourth);
        lease.leave(fourth, false, 15);
        expect(lease.driver).to.equal(undefined);
    });

    it('keeps the place of a page that reloads or reconnects, also when another comes back first', () => {
        const lease = new DriverLease();
        const [driver, viewer] = [seat('a', 'page-a'), seat('b', 'page-b')];
        lease.join(driver, 0);
        lease.join(viewer, 0);
        lease.leave(driver, true, 1);
        lease.leave(viewer, true, 1);
        const viewerAgain = seat('b', 'page-b');
        lease.join(viewerAgain, 2);
        expect(lease.driver).to.equal(undefined);
        const reloaded = seat('another', 'page-a');
        lease.join(reloaded, 3);
        expect(lease.driver).to.equal(reloaded);
        expect(lease.expiresAtMs).to.equal(undefined);
    });

    it('does not wait longer for a lost driver than it says, and not at all when somebody focuses', () => {
        const lease = new DriverLease();
        const [driver, viewer] = [seat('a'), seat('b')];
        lease.join(driver, 0);
        lease.join(viewer, 0);
        lease.leave(driver, true, 1);
        lease.expire(KEEP_LOST_DRIVER_MS);
        expect(lease.driver).to.equal(undefined);
        lease.expire(KEEP_LOST_DRIVER_MS + 1);
        expect(lease.driver).to.equal(viewer);
        lease.leave(viewer, true, 60_000);
        const next = seat('c');
        lease.join(next, 60_001);
        lease.want(next, 60_002);
        expect(lease.driver).to.equal(next);
    });

    it('waits for the page that starts the program again, whoever comes before it, and no longer than for a lost driver', () => {
        const lease = new DriverLease();
        const [starts, other] = [seat('a'), seat('b')];
        lease.expect(seat('a'), 0);
        lease.join(other, 1);
        expect(lease.driver).to.equal(undefined);
        lease.join(starts, 2);
        expect(lease.driver).to.equal(starts);
        lease.expect(seat('b'), 3);
        expect(lease.driver).to.equal(other);
        lease.expect(seat('c'), 4);
        lease.expire(4 + KEEP_LOST_DRIVER_MS);
        expect(lease.driver).to.equal(other);
    });

    it('lets a page that reconnects before its old connection was missed go on driving', () => {
        const lease = new DriverLease();
        const [old, again] = [seat('a'), seat('a')];
        lease.join(old, 0);
        lease.join(again, 1);
        lease.leave(old, true, 2);
        expect(lease.driver).to.equal(again);
    });

    it('always has a driver among those who watch, or waits for a lost one', () => {
        const step = fc.record({
            act: fc.constantFrom('join', 'leave', 'lose', 'take', 'want', 'hide', 'expire', 'expect'),
            who: fc.nat(4),
            afterMs: fc.nat(IDLE_DRIVER_MS)
        });
        fc.assert(
            fc.property(fc.array(step, { maxLength: 60 }), steps => {
                const lease = new DriverLease();
                const seats = new Map<number, LeaseSeat>();
                let nowMs = 0;
                for (const { act, who, afterMs } of steps) {
                    nowMs += afterMs;
                    const known = seats.get(who);
                    if (act === 'join' && !known) {
                        seats.set(who, seat(`viewer-${who}`));
                        lease.join(seats.get(who)!, nowMs);
                    } else if (known && (act === 'leave' || act === 'lose')) {
                        seats.delete(who);
                        lease.leave(known, act === 'lose', nowMs);
                    } else if (known && act === 'take') {
                        lease.take(known, nowMs);
                        expect(lease.driver).to.equal(known);
                    } else if (known && act === 'want') {
                        lease.want(known, nowMs);
                    } else if (known && act === 'hide') {
                        lease.hide(known);
                    } else if (act === 'expire') {
                        lease.expire(nowMs);
                    } else if (act === 'expect') {
                        lease.expect(seat(`viewer-${who}`), nowMs);
                    }
                    const watching = [...seats.values()];
                    expect(lease.driver ? watching.includes(lease.driver) : true).to.equal(true);
                    expect(lease.driver !== undefined || lease.expiresAtMs !== undefined || !watching.length).to.equal(
                        true
                    );
                }
            })
        );
    });
});
