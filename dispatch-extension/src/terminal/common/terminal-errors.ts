import { defineErrors } from '../../kernel/common/errors';

/** Everything that can go wrong with a terminal, as the person at the screen would put it. */
export const TerminalErrors = defineErrors('terminal', {
    folderMissing: { kind: 'invalid-input', say: 'The folder {folder} is not there.' },
    shellMissing: { kind: 'invalid-input', say: 'The program {shell} was not found or cannot be run.' },
    startFailed: { kind: 'unavailable', say: 'The terminal could not be started: {why}' },
    notFound: { kind: 'not-found', say: 'That terminal has ended.' }
});
