import { z } from 'zod';
import { defineErrors } from 'dispatch-extension/lib/kernel/common/errors';

/** Everything that can go wrong with checkpoints, as the person at the screen would put it. */
export const CheckpointErrors = defineErrors('checkpoint', {
    tooManyFiles: {
        kind: 'exhausted',
        say: 'There are more than {limit} files in this folder, which is more than is kept.',
        data: z.object({ limit: z.number().int() })
    },
    tooMuch: {
        kind: 'exhausted',
        say: 'The files of this folder take more room than checkpoints may ({limitMiB} MiB).',
        data: z.object({ limitMiB: z.number().int() })
    },
    tooSlow: { kind: 'unavailable', say: 'Keeping the files of this folder takes too long.' },
    noGit: { kind: 'unavailable', say: 'Checkpoints need git, which is not installed here.' },
    storeFailed: { kind: 'internal', say: 'The files could not be kept: {reason}' },
    noFolder: { kind: 'unavailable', say: 'The folder of this session cannot be read.' },
    gone: { kind: 'not-found', say: 'The files of that moment are not kept any more, or never were.' },
    messageNotFound: {
        kind: 'not-found',
        say: 'Claude has not begun with that message, so there is nothing to go back.'
    },
    turnNotFound: { kind: 'not-found', say: 'There is no such turn in this session.' },
    rewindNotFound: { kind: 'not-found', say: 'There is no such rewind in this session, or it was undone.' },
    undoTooLate: {
        kind: 'conflict',
        say: 'The session has gone on since: undoing this now would take away what was done after it. Rewind to a message instead.'
    },
    rewindOpen: {
        kind: 'conflict',
        say: 'A rewind broke off, and some files are as they were while others are not. Finish it or take it back first.'
    },
    filesChanged: { kind: 'conflict', say: 'Files were changed since you looked. Look again, then decide.' },
    fileChanged: { kind: 'conflict', say: '{path} was changed since you looked. Look again, then decide.' },
    changeNotFound: { kind: 'not-found', say: 'That change is not there any more. Look again.' },
    cannotRevert: {
        kind: 'conflict',
        say: '{path} was changed in the same place later, so this cannot be taken out alone.'
    }
});
