import { expect } from 'chai';
import { Recall } from './recall';

describe('recall', () => {
    it('goes back to what was said first, and comes forward to an empty input again', () => {
        const recall = new Recall(() => ['first', 'second']);
        expect(recall.may('newer', '')).to.equal(false);
        expect([recall.take('older'), recall.take('older')]).to.deep.equal(['second', 'first']);
        expect(recall.may('older', 'first')).to.equal(false);
        expect([recall.take('newer'), recall.take('newer')]).to.deep.equal(['second', '']);
        expect(recall.may('newer', '')).to.equal(false);
    });

    it('never takes the place of what a person has written', () => {
        const recall = new Recall(() => ['first']);
        expect(recall.may('older', 'a thought')).to.equal(false);
        recall.take('older');
        recall.reset();
        expect(recall.may('older', 'first, changed')).to.equal(false);
        expect(recall.may('older', '')).to.equal(true);
    });

    it('has nothing where nothing was said', () => {
        expect(new Recall(() => []).may('older', '')).to.equal(false);
    });
});
