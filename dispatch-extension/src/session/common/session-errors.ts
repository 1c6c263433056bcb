import { defineErrors } from '../../kernel/common/errors';

/** Everything that can go wrong with a session of any kind, as the person at the screen would put it. */
export const SessionErrors = defineErrors('session', {
    notFound: { kind: 'not-found', say: 'There is no such session (any more).' },
    unknownKind: { kind: 'not-found', say: 'This Dispatch knows no sessions of the kind "{kind}".' },
    unknownMethod: { kind: 'invalid-input', say: 'A session of the kind "{kind}" cannot be asked for "{method}".' },
    badOptions: { kind: 'invalid-input', say: 'The session cannot be started with these options: {why}' },
    badFolder: { kind: 'invalid-input', say: 'The folder {folder} cannot be used: {why}' },
    tooMany: {
        kind: 'exhausted',
        say: 'There are {limit} sessions running, which is the limit. End one of them first.'
    },
    tooManyOfKind: {
        kind: 'exhausted',
        say: 'There are {limit} sessions of this kind running, which is the limit. End one of them, or raise {variable}.'
    },
    tooManyInWorkspace: {
        kind: 'exhausted',
        say: 'There are {limit} sessions of this kind running in this workspace, which is the limit. End one of them, or raise {variable}.'
    },
    tooFast: {
        kind: 'exhausted',
        say: '{limit} sessions of this kind were started within {seconds} s, which is the limit. Wait a moment, or raise {variable}.',
        retryAfterMs: 10_000
    },
    inputTooFast: {
        kind: 'exhausted',
        say: 'More than {limit} KiB of input per second is held back, and follows. {variable} raises the limit.',
        retryAfterMs: 1_000
    },
    stillRunning: { kind: 'conflict', say: 'The session is still running. End it first.' },
    cannotRestart: { kind: 'conflict', say: 'Sessions of the kind "{kind}" cannot be started again.' },
    stopping: { kind: 'unavailable', say: 'The session host is stopping.', retryAfterMs: 2_000 },
    inputHole: { kind: 'conflict', say: 'Some of the input got lost on the way. Attach again.' },
    inputRefused: { kind: 'exhausted', say: 'The program does not read its input. Some of it was not taken.' },
    ended: { kind: 'conflict', say: 'The session has ended.' },
    tooManyAttachments: { kind: 'exhausted', say: 'This page watches {limit} sessions, which is the limit.' }
});
