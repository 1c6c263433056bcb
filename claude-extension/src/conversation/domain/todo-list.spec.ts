import { expect } from 'chai';
import type { ClaudeEventBody } from '../common/claude-events';
import { latestTodos } from './todo-list';
import { projectLog } from './transcript-projection';

let calls = 0;
function call(name: string, input: Record<string, unknown>, output = '', parentToolUseId?: string): ClaudeEventBody[] {
    const toolUseId = `call-${++calls}`;
    return [
        { type: 'tool-requested', turnId: 'turn-1', toolUseId, name, input, parentToolUseId },
        { type: 'tool-finished', toolUseId, outcome: 'done', output }
    ];
}

function todosAfter(...bodies: ClaudeEventBody[]): string[] {
    const events = bodies.map((body, i) => ({ seq: i + 1, atMs: i, body }));
    return latestTodos(projectLog(events).turns).map(({ state, text }) => `${state}: ${text}`);
}

const todo = (content: string, status: string): object => ({ content, status });

describe('the list of what is to do', () => {
    it('is the one that was written last', () => {
        expect(
            todosAfter(
                ...call('TodoWrite', { todos: [todo('read', 'pending')] }),
                ...call('TodoWrite', { todos: [todo('read', 'completed'), todo('write', 'in_progress')] })
            )
        ).to.deep.equal(['completed: read', 'in_progress: write']);
    });

    it('follows tasks that are made, changed and deleted one by one', () => {
        expect(
            todosAfter(
                ...call('TaskCreate', { subject: 'read' }, 'Task #1 created successfully: read'),
                ...call('TaskCreate', { subject: 'write' }, 'Task #2 created successfully: write'),
                ...call('TaskCreate', { subject: 'rest' }, 'Task #3 created successfully: rest'),
                ...call('TaskUpdate', { taskId: '1', status: 'completed' }),
                ...call('TaskUpdate', { taskId: '2', status: 'in_progress', subject: 'write tests' }),
                ...call('TaskUpdate', { taskId: '3', status: 'deleted' }),
                ...call('TaskUpdate', { taskId: '9', status: 'completed' })
            )
        ).to.deep.equal(['completed: read', 'in_progress: write tests']);
    });

    it('is not the one of a sub-agent', () => {
        expect(todosAfter(...call('TodoWrite', { todos: [todo('mine', 'pending')] }, '', 'parent'))).to.deep.equal([]);
    });
});
