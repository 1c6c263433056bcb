import { expect } from 'chai';
import { ReadTurn } from './read-turn';

describe('the time to read on', () => {
    let nowMs: number;
    let ends: (() => void)[];
    let turn: ReadTurn;

    beforeEach(() => {
        nowMs = 1_000;
        ends = [];
        turn = new ReadTurn(
            () => nowMs,
            action => ends.push(action)
        );
    });

    it('begins with the first question of a turn, and is the same for all who ask in it', () => {
        expect(turn.hasTime).to.equal(true);
        nowMs += 3.9;
        expect(turn.hasTime).to.equal(true);
        nowMs += 0.1;
        expect([turn.hasTime, turn.hasTime]).to.deep.equal([false, false]);
        expect(ends).to.have.length(1);
    });

    it('begins anew with the next turn', () => {
        expect(turn.hasTime).to.equal(true);
        nowMs += 100;
        expect(turn.hasTime).to.equal(false);
        ends.forEach(end => end());
        expect(turn.hasTime).to.equal(true);
        expect(ends).to.have.length(2);
    });
});
