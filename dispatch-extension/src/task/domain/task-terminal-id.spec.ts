import { expect } from 'chai';
import { SessionId } from '../../kernel/common/ids';
import { taskTerminalId } from './task-terminal-id';

const idOf = (tail: string): number => taskTerminalId(SessionId.parse(`01ARZ3NDEKTSV4RR${tail}`));

describe('number of a task terminal', () => {
    it('is above zero and safe for every session', () => {
        expect(idOf('0000000000')).to.equal(1);
        expect(idOf('ZZZZZZZZZZ')).to.equal(2 ** 50);
    });

    it('differs for sessions of the same moment', () => {
        expect(idOf('FFQ69G5FAV')).not.to.equal(idOf('FFQ69G5FAW'));
    });
});
