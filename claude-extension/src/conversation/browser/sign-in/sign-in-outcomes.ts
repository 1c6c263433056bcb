import type { SessionInfo } from 'dispatch-extension/lib/session/common/session-protocol';
import { isFinal } from 'dispatch-extension/lib/session/domain/session-life';
import { signInOf } from '../../../runtime/common/claude-sign-in';

/** What a terminal in which a person signs in has come to: the program has ended, or the person is signed in. */
export type SignInOutcome = 'ended' | 'signed-in';

/** The terminals among `sessions` in which somebody signs in now. */
export function openSignIns(sessions: readonly SessionInfo[]): readonly SessionInfo[] {
    return sessions.filter(({ detail, state }) => signInOf(detail)?.signedIn === false && !isFinal(state));
}

/** What those have come to that have come to something, by session. */
export function signInOutcomes(sessions: readonly SessionInfo[]): ReadonlyMap<SessionInfo['id'], SignInOutcome> {
    const outcomes = new Map<SessionInfo['id'], SignInOutcome>();
    for (const { id, detail, state } of sessions) {
        const signIn = signInOf(detail);
        if (signIn?.signedIn) {
            outcomes.set(id, 'signed-in');
        } else if (signIn && isFinal(state)) {
            outcomes.set(id, 'ended');
        }
    }
    return outcomes;
}
