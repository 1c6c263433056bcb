import { expect } from 'chai';
import { SessionId } from '../../kernel/common/ids';
import { SessionInfo, SessionState } from '../common/session-protocol';
import { changeSession, LifeChange } from './session-life';

const born: SessionInfo = {
    id: SessionId.parse('01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    kind: 'terminal',
    title: 'Terminal',
    folder: '/w',
    state: 'creating',
    viewers: 0,
    createdAtMs: 1,
    changedAtMs: 1,
    detail: {}
};

describe('life of a session', () => {
    it('keeps its title when it is given a blank one', () => {
        expect(changeSession(born, { title: ' ' }, 2).title).to.equal('Terminal');
        expect(changeSession(born, { title: 'bash' }, 2).title).to.equal('bash');
    });

    it('follows who is attached', () => {
        expect(states({ state: 'active' }, { viewers: 1 }, { viewers: 0 })).to.deep.equal([
            'suspended',
            'active',
            'suspended'
        ]);
    });

    it('does not come back while it is being ended, nor by somebody who looks at it afterwards', () => {
        expect(
            states(
                { state: 'active' },
                { state: 'terminating' },
                { state: 'active' },
                { viewers: 1 },
                { state: 'ended' }
            )
        ).to.deep.equal(['suspended', 'terminating', 'terminating', 'terminating', 'ended']);
        expect(states({ state: 'ended' }, { viewers: 1 }, { state: 'terminating' })).to.deep.equal([
            'ended',
            'ended',
            'ended'
        ]);
    });

    it('goes on after its end when its kind says so, without the old reason', () => {
        const ended = changeSession(born, { state: 'ended', reason: 'the session host was stopped' }, 5);
        const revived = changeSession(ended, { state: 'active' }, 6);
        expect(revived).to.deep.include({ state: 'suspended', reason: undefined, changedAtMs: 6 });
    });

    it('merges the detail and removes what is undefined', () => {
        const first = changeSession(born, { detail: { pid: 1, shell: 'sh' } }, 2);
        expect(changeSession(first, { detail: { pid: undefined, exitCode: 0 } }, 3).detail).to.deep.equal({
            shell: 'sh',
            exitCode: 0
        });
    });

    it('keeps titles and reasons within their limits', () => {
        const long = changeSession(born, { title: 'x'.repeat(999), reason: 'y'.repeat(999) }, 2);
        expect(SessionInfo.safeParse(long).success).to.equal(true);
    });
});

function states(...changes: LifeChange[]): SessionState[] {
    let info = born;
    return changes.map(change => (info = changeSession(info, change, 2)).state);
}
