import { expect } from 'chai';
import { UnsentMessages } from './unsent-messages';

describe('messages that wait for a socket', () => {
    it('sends each message by itself and in order (upstream joins them, and all but the first are lost)', () => {
        const unsent = new UnsentMessages();
        [[1, 2], [3], [4, 5, 6]].forEach(bytes => unsent.buffer(Uint8Array.from(bytes)));
        expect(flushed(unsent)).to.deep.equal([[1, 2], [3], [4, 5, 6]]);
    });

    it('sends nothing twice', () => {
        const unsent = new UnsentMessages();
        unsent.buffer(Uint8Array.of(1));
        flushed(unsent);
        expect(flushed(unsent)).to.deep.equal([]);
    });

    it('keeps what a message was, when its buffer is used again', () => {
        const unsent = new UnsentMessages();
        const shared = Uint8Array.of(1, 2);
        unsent.buffer(shared);
        shared.fill(9);
        expect(flushed(unsent)).to.deep.equal([[1, 2]]);
    });

    it('refuses what goes beyond its bound, and keeps what came before', () => {
        const unsent = new UnsentMessages(4);
        unsent.buffer(Uint8Array.of(1, 2, 3));
        expect(() => unsent.buffer(Uint8Array.of(4, 5))).to.throw(RangeError);
        expect(flushed(unsent)).to.deep.equal([[1, 2, 3]]);
    });

    it('forgets everything when it is drained', () => {
        const unsent = new UnsentMessages(4);
        unsent.buffer(Uint8Array.of(1, 2, 3));
        unsent.drain();
        unsent.buffer(Uint8Array.of(4, 5, 6));
        expect(flushed(unsent)).to.deep.equal([[4, 5, 6]]);
    });
});

function flushed(unsent: UnsentMessages): number[][] {
    const sent: number[][] = [];
    unsent.flush({ send: message => sent.push([...message]) });
    return sent;
}
