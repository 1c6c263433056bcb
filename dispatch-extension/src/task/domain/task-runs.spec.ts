import { expect } from 'chai';
import { SessionId } from '../../kernel/common/ids';
import { SessionInfo } from '../../session/common/session-protocol';
import { KEPT_RUNS, runsToForget } from './task-runs';

let made = 0;

function run(createdAtMs: number, change: Partial<SessionInfo> = {}): SessionInfo {
    return {
        id: SessionId.parse(`01ARZ3NDEKTSV4RRFFQ69G${String(++made).padStart(4, '0')}`),
        kind: 'terminal',
        title: 'Task: build',
        folder: '/work',
        state: 'ended',
        viewers: 0,
        createdAtMs,
        changedAtMs: createdAtMs,
        detail: { task: { label: 'build' } },
        ...change
    };
}

describe('runs of a task', () => {
    it('are kept up to five, the newest', () => {
        const runs = [3, 1, 7, 5, 2, 6, 4].map(at => run(at));
        const forgotten = runsToForget(runs, { label: 'build', folder: '/work' });
        expect(forgotten).to.deep.equal([runs[4].id, runs[1].id]);
    });

    it('are never forgotten while they run, and never for another task or folder', () => {
        const old = Array.from({ length: KEPT_RUNS + 1 }, (_, at) => run(at));
        const others = [
            run(0, { state: 'suspended' }),
            run(0, { folder: '/elsewhere' }),
            run(0, { detail: { task: { label: 'test' } } }),
            run(0, { detail: {} })
        ];
        expect(runsToForget([...others, ...old], { label: 'build', folder: '/work' })).to.deep.equal([old[0].id]);
    });
});
