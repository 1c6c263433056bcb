import { SessionInfo, SessionState } from '../common/session-protocol';

/** What can change of a session. */
export interface LifeChange {
    /** A blank one changes nothing. */
    title?: string;
    state?: 'creating' | 'active' | 'terminating' | 'ended' | 'failed';
    reason?: string;
    /** Merged over what is there; `undefined` removes. */
    detail?: Record<string, unknown>;
    viewers?: number;
}

const MAX_REASON_CHARS = 500;
const MAX_TITLE_CHARS = 200;

/** Whether nothing runs in it any more. */
export function isFinal(state: SessionState): boolean {
    return state === 'ended' || state === 'failed';
}

/**
 * The session after a change. `active` and `suspended` follow from who is attached. A session that is being ended does
 * not become active again; one that has ended does when it is told so.
 */
export function changeSession(info: SessionInfo, change: LifeChange, nowMs: number): SessionInfo {
    const viewers = change.viewers ?? info.viewers;
    const state = nextState(info.state, change.state, viewers);
    const stateChanged = state !== info.state;
    const reason = change.reason ?? (stateChanged && !isFinal(state) ? undefined : info.reason);
    return {
        ...info,
        title: (change.title?.trim() || info.title).slice(0, MAX_TITLE_CHARS),
        state,
        reason: reason?.slice(0, MAX_REASON_CHARS),
        viewers,
        changedAtMs: stateChanged ? nowMs : info.changedAtMs,
        detail: change.detail ? withoutUndefined({ ...info.detail, ...change.detail }) : info.detail
    };
}

function nextState(state: SessionState, wanted: LifeChange['state'], viewers: number): SessionState {
    if (state === 'terminating' && wanted === 'active') {
        return state;
    }
    if (isFinal(state) && wanted === 'terminating') {
        return state;
    }
    const next = wanted ?? state;
    return next === 'active' || next === 'suspended' ? (viewers > 0 ? 'active' : 'suspended') : next;
}

function withoutUndefined(detail: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined));
}
