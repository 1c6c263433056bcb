import { expect } from 'chai';
import fc from 'fast-check';
import { RecentBytes } from './recent-bytes';

describe('recent bytes', () => {
    it('give what was appended, byte by byte at its position, and nothing else', () => {
        fc.assert(
            fc.property(
                fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 })),
                fc.nat(60),
                fc.nat(1_000),
                (chunks, capacity, at) => {
                    const recent = new RecentBytes(capacity, at);
                    const all = chunks.flatMap(chunk => Array.from(chunk));
                    chunks.forEach(chunk => recent.append(chunk));
                    expect(recent.end).to.equal(at + all.length);
                    expect(recent.end - recent.start).to.be.at.most(capacity + 16 * 1024);
                    for (let position = at - 2; position < recent.end + 2; position++) {
                        const held = position >= recent.start && position < recent.end;
                        const read = recent.read(position, 1);
                        expect(read && Array.from(read)).to.deep.equal(held ? [all[position - at]] : undefined);
                    }
                }
            )
        );
    });
});
