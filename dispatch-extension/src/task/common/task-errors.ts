import { defineErrors } from '../../kernel/common/errors';

/** What can go wrong with a task beside its program, as the person who runs it would put it. */
export const TaskErrors = defineErrors('task', {
    badRecord: { kind: 'invalid-input', say: 'The task cannot be kept: {why}' },
    noCommand: { kind: 'invalid-input', say: 'The task {label} has no command.' }
});
