import { defineErrors } from './errors';

/** What the guard in front of every call answers by itself. */
export const RpcErrors = defineErrors('kernel', {
    unknownMethod: { kind: 'invalid-input', say: 'There is no request named "{method}".' },
    badParams: { kind: 'invalid-input', say: 'The request "{method}" is not valid: {why}' },
    badResult: { kind: 'internal', say: 'The answer to "{method}" was not valid.' },
    badMessage: { kind: 'invalid-input', say: 'A message could not be read.' },
    tooManyRequests: {
        kind: 'exhausted',
        say: 'This page has {limit} requests under way, which is the limit.',
        retryAfterMs: 1_000
    }
});
