import { defineErrors } from '../../kernel/common/errors';

/** What can go wrong with the commands of a terminal, as the person at the screen would put it. */
export const ShellIntegrationErrors = defineErrors('shell', {
    commandNotFound: { kind: 'not-found', say: 'That command is not recorded any more.' }
});
