import { expect } from 'chai';
import fc from 'fast-check';
import { HeadTailBuffer } from './head-tail-buffer';

describe('beginning and end of a stream', () => {
    it('are the same however the stream is cut into pieces', () => {
        const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 });
        fc.assert(
            fc.property(pieces, fc.integer({ min: 1, max: 30 }), (given, capacity) => {
                const buffer = new HeadTailBuffer(capacity);
                given.forEach(piece => buffer.add(piece));
                const all = given.flatMap(piece => [...piece]);
                const rest = all.slice(capacity);
                const { head, tail, droppedBytes } = buffer.parts();
                expect([...head]).to.deep.equal(all.slice(0, capacity));
                expect([...tail]).to.deep.equal(rest.slice(-capacity));
                expect(droppedBytes).to.equal(Math.max(0, rest.length - capacity));
            })
        );
    });

    it('say how much is between them', () => {
        const buffer = new HeadTailBuffer(3);
        buffer.add(new TextEncoder().encode('abcdefgh'));
        expect(buffer.toString()).to.equal('abc\n… 2 bytes left out …\nfgh');
    });

    it('take no time that grows with the number of pieces (a flood in small pieces took minutes)', function () {
        this.timeout(3_000);
        const buffer = new HeadTailBuffer(256 * 1024);
        for (let count = 0; count < 500_000; count++) {
            buffer.add(Uint8Array.of(1, 2, 3, 4));
        }
        expect(buffer.parts().droppedBytes).to.equal(2_000_000 - 512 * 1024);
    });
});
