import { z } from 'zod';
import { defineErrors } from 'dispatch-extension/lib/kernel/common/errors';

/** What can go wrong with conversations that were made elsewhere, as the person at the screen would put it. */
export const CustodyErrors = defineErrors('custody', {
    inTrash: { kind: 'conflict', say: 'This session is in the trash. Choose “Restore” to go on with it.' },
    held: {
        kind: 'conflict',
        say: 'The session “{title}” goes on with that conversation already. Open that one, or continue a copy of it.',
        data: z.object({ sessionId: z.string(), title: z.string() })
    },
    notFound: { kind: 'not-found', say: 'That conversation is not there any more.' },
    unreadable: { kind: 'unavailable', say: 'That conversation cannot be read.' },
    tooLarge: { kind: 'exhausted', say: 'That conversation is too large to be taken over.' }
});
