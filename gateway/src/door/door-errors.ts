import { DispatchError, ErrorKind, defineErrors } from 'dispatch-extension/lib/kernel/common/errors';

/** Everything that the door refuses, as the person at the screen would put it. */
export const DoorErrors = defineErrors('door', {
    signedOut: { kind: 'unauthenticated', say: 'You are signed out. Sign in to go on.' },
    otherSite: { kind: 'forbidden', say: 'This request came from another site and was refused.' },
    noSuchPage: { kind: 'not-found', say: 'There is nothing at this address.' },
    badRequest: { kind: 'invalid-input', say: 'This request cannot be understood.' },
    ideDown: { kind: 'unavailable', say: 'The IDE is starting.', retryAfterMs: 1_000 },
    stopping: { kind: 'unavailable', say: 'Dispatch is stopping.', retryAfterMs: 3_000 }
});

const STATUS: Record<ErrorKind, number> = {
    'invalid-input': 400,
    unauthenticated: 401,
    forbidden: 403,
    'not-found': 404,
    conflict: 409,
    exhausted: 429,
    unavailable: 503,
    cancelled: 499,
    internal: 500
};

/** The HTTP status of a failure. */
export function statusOf(error: DispatchError): number {
    return STATUS[error.kind];
}
