import { defineErrors } from '../../kernel/common/errors';

/** Everything that can go wrong with the earlier output of a terminal. */
export const HistoryErrors = defineErrors('history', {
    badExpression: { kind: 'invalid-input', say: 'This is not a valid regular expression: {why}' },
    searchTooSlow: {
        kind: 'exhausted',
        say: 'This expression takes too long on a line of the output. Make it simpler.'
    },
    unreadable: { kind: 'unavailable', say: 'The earlier output could not be read.', retryAfterMs: 1_000 }
});
