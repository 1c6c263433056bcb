import { defineErrors } from 'dispatch-extension/lib/kernel/common/errors';

/** Everything that can go wrong with a rule, as the person at the screen would put it. */
export const ApprovalErrors = defineErrors('approval', {
    ruleNotFound: { kind: 'not-found', say: 'That rule is not there any more.' },
    badPattern: { kind: 'invalid-input', say: '{why}' },
    badFolder: { kind: 'invalid-input', say: 'There is no folder {folder}.' },
    tooManyRules: { kind: 'exhausted', say: 'There are {limit} rules already. Remove some first.' }
});
