import { expect } from 'chai';
import { FoundProblem, MAX_PROBLEMS, TaskProblems } from './task-problems';

const at = (resource: string, owner = 'tsc'): FoundProblem => ({ description: { owner }, resource });
const begins = (owner: string): FoundProblem => ({ description: { owner } });

describe('problems of a running task', () => {
    it('are those since its matcher last began anew; those of another matcher stay', () => {
        const problems = new TaskProblems();
        problems.add([at('a.ts'), at('b.ts', 'eslint')]);
        problems.add([begins('tsc'), at('c.ts')]);
        expect(problems.problems).to.deep.equal([at('b.ts', 'eslint'), at('c.ts')]);
    });

    it('are bounded: the newest are kept', () => {
        const problems = new TaskProblems();
        for (let index = 0; index <= MAX_PROBLEMS; index++) {
            problems.add([at(`${index}.ts`)]);
        }
        expect(problems.problems).to.have.length(MAX_PROBLEMS);
        expect(problems.problems[0]).to.deep.equal(at('1.ts'));
    });
});
