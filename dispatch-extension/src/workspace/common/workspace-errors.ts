import { defineErrors } from '../../kernel/common/errors';

/** Everything that can go wrong with a workspace, as the person at the screen would put it. */
export const WorkspaceErrors = defineErrors('workspace', {
    badPath: { kind: 'invalid-input', say: 'This is not an absolute path of a folder.' },
    outsideRoot: { kind: 'forbidden', say: 'The folder is not inside of {root}.' },
    notFound: { kind: 'not-found', say: 'There is no such folder or workspace.' },
    exists: { kind: 'conflict', say: 'There is already something named "{name}".' },
    badUrl: {
        kind: 'invalid-input',
        say: 'This cannot be cloned. Use https://…, ssh://…, git@host:path, or a folder inside of {root}.'
    },
    badName: { kind: 'invalid-input', say: 'The address gives no usable folder name. Choose one.' },
    cloneFailed: { kind: 'unavailable', say: 'git could not clone it: {why}' },
    tooManyClones: { kind: 'exhausted', say: '{limit} clones are under way, which is the limit.', retryAfterMs: 5_000 },
    gitMissing: { kind: 'unavailable', say: 'git was not found on this machine.' }
});
