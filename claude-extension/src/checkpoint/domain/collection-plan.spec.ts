import { expect } from 'chai';
import { checkpointsToDrop } from './collection-plan';

describe('the plan of a collection', () => {
    const held = (sessionId: string, count: number, fromMs: number) =>
        Array.from({ length: count }, (_, index) => ({
            sessionId,
            checkpointId: `${sessionId}-${index}`,
            atMs: fromMs + index
        }));
    const isLive = (sessionId: string): boolean => sessionId === 'live';

    it('takes the oldest of sessions that have ended first, half of them at a time', () => {
        const drop = checkpointsToDrop([...held('live', 10, 0), ...held('ended', 4, 100)], { isLive });
        expect(drop.map(each => each.checkpointId)).to.deep.equal(['ended-0', 'ended-1']);
    });

    it('then the oldest of sessions that go on, but never their newest', () => {
        const drop = checkpointsToDrop(held('live', 8, 0), { isLive });
        expect(drop.map(each => each.checkpointId)).to.deep.equal(['live-0', 'live-1']);
        expect(checkpointsToDrop(held('live', 4, 0), { isLive })).to.deep.equal([]);
    });
});
