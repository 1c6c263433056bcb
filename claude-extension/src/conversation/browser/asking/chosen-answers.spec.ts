import { expect } from 'chai';
import { answersOf, NO_CHOICE, toggled, written } from './chosen-answers';

const question = (text: string, multiSelect = false) => ({
    question: text,
    header: '',
    options: ['A', 'B', 'C'].map(label => ({ label, description: '' })),
    multiSelect
});

describe('answers to questions with choices', () => {
    it('are one for each question, in the order of the options', () => {
        const one = toggled(toggled(NO_CHOICE, 'A', false), 'B', false);
        const several = ['C', 'B', 'A', 'B'].reduce((choice, label) => toggled(choice, label, true), NO_CHOICE);
        expect(answersOf([question('one'), question('several', true)], [one, several])).to.deep.equal({
            one: 'B',
            several: 'A, C'
        });
    });

    it('may be written: in place of the one choice, beside several', () => {
        const one = written(toggled(NO_CHOICE, 'A', false), ' mine ', false);
        const several = written(toggled(NO_CHOICE, 'A', true), 'mine', true);
        expect(answersOf([question('one'), question('several', true)], [one, several])).to.deep.equal({
            one: 'mine',
            several: 'A, mine'
        });
        expect(toggled(one, 'B', false)).to.deep.equal({ labels: ['B'], other: '' });
    });

    it('are none while a question has none', () => {
        expect(answersOf([question('one'), question('two')], [toggled(NO_CHOICE, 'A', false), NO_CHOICE])).to.equal(
            undefined
        );
        expect(answersOf([question('one')], [written(NO_CHOICE, '  ', false)])).to.equal(undefined);
    });
});
