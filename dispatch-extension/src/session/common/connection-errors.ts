import { defineErrors } from '../../kernel/common/errors';

/** What can go wrong between a page and its session host. */
export const ConnectionErrors = defineErrors('connection', {
    lost: {
        kind: 'unavailable',
        say: 'The connection to Dispatch was lost before the answer came. Please try again.'
    },
    noAnswer: { kind: 'unavailable', say: 'Dispatch did not answer in time. Please try again.' },
    badAnswer: {
        kind: 'internal',
        say: 'Dispatch gave an answer that this page does not understand. Please reload it.'
    },
    signedOut: { kind: 'unauthenticated', say: 'You are signed out.' }
});
