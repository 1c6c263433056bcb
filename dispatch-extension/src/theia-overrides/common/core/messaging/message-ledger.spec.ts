import { expect } from 'chai';
import { MessageLedger } from './message-ledger';

describe('the ledger of a connection', () => {
    it('gives what a peer lacks: what was on its way and what came after, each by itself and in order', () => {
        const ledger = ledgerOf([[1, 2], [3], [4, 5, 6]]);
        expect(ledger.since(1)).to.deep.equal([Uint8Array.of(3), Uint8Array.of(4, 5, 6)]);
        expect(ledger.since(3)).to.deep.equal([]);
    });

    it('gives the same again when the next socket breaks as well', () => {
        const ledger = ledgerOf([[1], [2]]);
        ledger.since(0);
        expect(ledger.since(0)).to.deep.equal([Uint8Array.of(1), Uint8Array.of(2)]);
    });

    it('forgets what was confirmed, and counts on', () => {
        const ledger = ledgerOf([[1], [2], [3]]);
        ledger.confirmed(2);
        expect(ledger.since(1)).to.equal(undefined);
        expect(ledger.since(2)).to.deep.equal([Uint8Array.of(3)]);
    });

    it('has no answer to a count of more than it has sent, and is not confused by one', () => {
        const ledger = ledgerOf([[1]]);
        ledger.confirmed(7);
        expect(ledger.since(2)).to.equal(undefined);
        expect(ledger.since(0)).to.deep.equal([Uint8Array.of(1)]);
    });

    it('gives up the oldest beyond its bound, and says so instead of leaving them out', () => {
        const ledger = ledgerOf([[1, 2], [3], [4, 5]], 4);
        expect(ledger.since(0)).to.equal(undefined);
        expect(ledger.since(1)).to.deep.equal([Uint8Array.of(3), Uint8Array.of(4, 5)]);
    });

    it('keeps nothing of a message that is larger than its bound, but its number', () => {
        const ledger = ledgerOf([[1, 2, 3]], 2);
        expect(ledger.since(0)).to.equal(undefined);
        expect(ledger.since(1)).to.deep.equal([]);
    });

    it('confirms after 64 messages or 256 KiB, whichever is first', () => {
        const ledger = new MessageLedger();
        const small = Array.from({ length: 64 }, () => ledger.receive(1));
        const large = [ledger.receive(200_000), ledger.receive(100_000), ledger.receive(1)];
        expect(small.indexOf(true)).to.equal(63);
        expect(large).to.deep.equal([false, true, false]);
        expect(ledger.received).to.equal(67);
    });

    it('loses and doubles nothing over sockets that break at any moment', () => {
        for (let seed = 1; seed <= 200; seed++) {
            const expected = Array.from({ length: 40 }, (_, index) => index);
            expect(overBreakingSockets(expected, seed)).to.deep.equal(expected);
        }
    });
});

function ledgerOf(messages: number[][], maxBytes?: number): MessageLedger {
    const ledger = new MessageLedger(maxBytes);
    messages.forEach(bytes => ledger.keep(Uint8Array.from(bytes)));
    return ledger;
}

/** Sends `values` over sockets that lose the end of what is on its way; what has come, in the order in which it came. */
function overBreakingSockets(values: number[], seed: number): number[] {
    const sender = new MessageLedger();
    const receiver = new MessageLedger();
    const came: number[] = [];
    const random = randomOf(seed);
    let onItsWay: Uint8Array[] = [];
    const deliver = (count: number): void => {
        for (const message of onItsWay.splice(0, count)) {
            came.push(message[0]);
            receiver.receive(message.byteLength);
            if (random() < 0.2) {
                sender.confirmed(receiver.received);
            }
        }
    };
    const reconnect = (): void => {
        onItsWay = [...(sender.since(receiver.received) ?? [])];
    };
    for (const value of values) {
        sender.keep(Uint8Array.of(value));
        onItsWay.push(Uint8Array.of(value));
        deliver(Math.floor(random() * 3));
        if (random() < 0.3) {
            reconnect();
        }
    }
    reconnect();
    deliver(onItsWay.length);
    return came;
}

/** The same numbers in [0, 1) for the same seed (a linear congruential generator with the constants of C's `rand`). */
function randomOf(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return state / 2_147_483_648;
    };
}
