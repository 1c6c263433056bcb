import { expect } from 'chai';
import { callsBelow, nestParts, PartNode, sameNodes, waitingBelow } from './nesting';
import type { Part } from './transcript';

const tool = (id: string, parentToolUseId?: string, state: 'done' | 'waiting' = 'done'): Part => ({
    kind: 'tool',
    id,
    name: 'bash',
    input: {},
    state,
    ...(parentToolUseId && { parentToolUseId })
});

interface Shape {
    [id: string]: Shape;
}
const shapeOf = (nodes: readonly PartNode[]): Shape =>
    Object.fromEntries(nodes.map(({ part, children }) => [part.id, shapeOf(children)]));

describe('nesting of sub-agents', () => {
    it('puts what a sub-agent did inside the call that started it, at any depth, also when they take turns', () => {
        const nodes = nestParts([tool('a'), tool('b'), tool('a1', 'a'), tool('b1', 'b'), tool('a11', 'a1'), tool('c')]);
        expect(shapeOf(nodes)).to.deep.equal({ a: { a1: { a11: {} } }, b: { b1: {} }, c: {} });
        expect(callsBelow(nodes)).to.equal(6);
    });

    it('shows by itself what belongs to a call of an earlier turn, or to itself', () => {
        expect(shapeOf(nestParts([tool('x', 'gone'), tool('y', 'y')]))).to.deep.equal({ x: {}, y: {} });
    });

    it('finds the questions of sub-agents', () => {
        const nodes = nestParts([tool('a'), tool('a1', 'a'), tool('a2', 'a', 'waiting')]);
        expect(waitingBelow(nodes).map(({ id }) => id)).to.deep.equal(['a2']);
    });

    it('knows when nothing has changed', () => {
        const [a, b, changed] = [tool('a'), tool('b', 'a'), tool('b', 'a')];
        expect(sameNodes(nestParts([a, b]), nestParts([a, b]))).to.equal(true);
        expect(sameNodes(nestParts([a, b]), nestParts([a, changed]))).to.equal(false);
        expect(sameNodes(nestParts([a, b]), nestParts([a]))).to.equal(false);
    });
});
