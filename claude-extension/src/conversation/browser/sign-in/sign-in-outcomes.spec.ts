import { expect } from 'chai';
import { SessionId } from 'dispatch-extension/lib/kernel/common/ids';
import type { SessionInfo, SessionState } from 'dispatch-extension/lib/session/common/session-protocol';
import { openSignIns, signInOutcomes } from './sign-in-outcomes';

describe('terminals in which a person signs in', () => {
    const sessions = [
        terminal(1, 'active', { claudeSignIn: { signedIn: false } }),
        terminal(2, 'active', { claudeSignIn: { signedIn: true } }),
        terminal(3, 'ended', { claudeSignIn: { signedIn: false } }),
        terminal(4, 'ended', { claudeSignIn: { signedIn: true } }),
        terminal(5, 'ended', {}),
        terminal(6, 'suspended', { claudeSignIn: 'yes' })
    ];

    it('are open until the person is signed in, or the program has ended', () => {
        expect(openSignIns(sessions).map(({ id }) => id)).to.deep.equal([idOf(1)]);
    });

    it('have come to something then; a sign-in counts when the program has ended after it', () => {
        expect([...signInOutcomes(sessions)]).to.deep.equal([
            [idOf(2), 'signed-in'],
            [idOf(3), 'ended'],
            [idOf(4), 'signed-in']
        ]);
    });
});

function idOf(number: number): SessionId {
    return SessionId.parse(String(number).padStart(26, '0'));
}

function terminal(number: number, state: SessionState, detail: SessionInfo['detail']): SessionInfo {
    const id = idOf(number);
    return { id, kind: 'terminal', title: 't', folder: '/', state, viewers: 0, createdAtMs: 1, changedAtMs: 1, detail };
}
