import { defineErrors } from '../../kernel/common/errors';

/** What can go wrong with the state of a session host. All of them stop its start. */
export const StorageErrors = defineErrors('storage', {
    inUse: { kind: 'conflict', say: 'Another session host is using {file}.' },
    unreadable: { kind: 'internal', say: 'The state file {file} cannot be opened: {why}' },
    migrationFailed: { kind: 'internal', say: 'The tables of "{owner}" could not be brought up to date.' }
});
