import { defineErrors } from 'dispatch-extension/lib/kernel/common/errors';

/** What can go wrong with conversations that were made elsewhere, as the person at the screen would put it. */
export const CustodyErrors = defineErrors('custody', {
    notFound: { kind: 'not-found', say: 'That conversation is not there any more.' },
    unreadable: { kind: 'unavailable', say: 'That conversation cannot be read.' },
    tooLarge: { kind: 'exhausted', say: 'That conversation is too large to be taken over.' }
});
