import { z } from 'zod';
import { defineErrors } from 'dispatch-extension/lib/kernel/common/errors';

/** Why a folder is not trusted, as the person at the screen would put it. */
export const TrustErrors = defineErrors('trust', {
    changed: {
        kind: 'conflict',
        say: 'What this folder brings for Claude Code was changed since you looked. Look again, then decide.'
    },
    refused: {
        kind: 'forbidden',
        say: 'What this folder brings for Claude Code cannot be trusted: {reason}',
        data: z.object({ reason: z.string() })
    }
});
