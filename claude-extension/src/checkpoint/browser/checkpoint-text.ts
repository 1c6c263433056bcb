import { nls } from '@theia/core/lib/common/nls';
import type { RewindScope } from '../common/checkpoint-protocol';

const t = (key: string, text: string, ...values: (string | number)[]): string =>
    nls.localize(`dispatch/checkpoint/${key}`, text, ...values);

/** Every word of review and rewind, in the language of the page. */
export const CheckpointText = {
    rewindHere: t('rewindHere', 'Rewind to here…'),
    rewindTitle: t('rewindTitle', 'Rewind to here'),
    undoTitle: t('undoTitle', 'Undo the rewind'),
    rewind: t('rewind', 'Rewind'),
    undo: t('undo', 'Undo'),
    what: t('what', 'What goes back'),
    scopes: {
        both: t('scope/both', 'Files and conversation'),
        files: t('scope/files', 'Files only'),
        conversation: t('scope/conversation', 'Conversation only')
    } satisfies Record<RewindScope, string>,
    looking: t('looking', 'Looking at the files…'),
    noFiles: t('noFiles', 'The files are as they were then. None of them changes.'),
    files: (count: number) =>
        count === 1 ? t('files/one', 'One file changes:') : t('files/many', '{0} files change:', count),
    more: (count: number) => t('more', 'and {0} more', count),
    messages: (count: number) =>
        count === 1
            ? t('messages/one', 'One message and its answer leave the conversation.')
            : t('messages/many', '{0} messages and their answers leave the conversation.', count),
    actions: {
        'bring-back': t('action/bringBack', 'comes back'),
        change: t('action/change', 'goes back'),
        remove: t('action/remove', 'is removed')
    },
    elsewhere: t('elsewhere', 'also changed outside of this conversation'),
    elsewhereWarning: t(
        'elsewhereWarning',
        'Some of these files were also changed by you, or in another session. Those changes go, too.'
    ),
    othersAtWork: t('othersAtWork', 'Claude is at work in this folder in another session.'),
    left: t('left', 'Left alone:'),
    canUndo: t('canUndo', 'What is there now is kept first, so that this can be undone.'),
    keptFrom: (when: string) => t('keptFrom', 'The files become what they were at {0}.', when),
    busy: t('busy', 'Claude is at work. Stop it first.'),
    noCheckpoint: t('noCheckpoint', 'The files were not kept before this message.'),
    rewound: {
        both: t('rewound/both', 'Files and conversation went back.'),
        files: t('rewound/files', 'The files went back.'),
        conversation: t('rewound/conversation', 'The conversation went back.')
    } satisfies Record<RewindScope, string>,
    brokeOff: {
        rewind: t(
            'brokeOff/rewind',
            'A rewind broke off: some files are as they were then, others are as they were before it.'
        ),
        undo: t(
            'brokeOff/undo',
            'Undoing a rewind broke off: some files are back, others are still as the rewind left them.'
        )
    },
    brokeOffRefused: t('brokeOff/refused', 'A rewind broke off. Finish it or take it back to go on.'),
    settle: {
        finish: t('settle/finish', 'Finish it'),
        back: t('settle/back', 'Take it back'),
        leave: t('settle/leave', 'Leave the files as they are')
    },
    settleTitle: {
        finish: t('settle/finishTitle', 'Finish the rewind'),
        back: t('settle/backTitle', 'Take the rewind back')
    },
    problems: (count: number) =>
        count === 1
            ? t('problems/one', 'One file was left alone:')
            : t('problems/many', '{0} files were left alone:', count),

    filesChanged: (count: number) =>
        count === 1 ? t('changed/one', '1 file changed') : t('changed/many', '{0} files changed', count),
    reviewTurn: t('reviewTurn', 'Review what this turn changed'),
    reviewSession: t('reviewSession', 'Review all changes'),
    makeCheckpoint: t('makeCheckpoint', 'Make a checkpoint'),
    madeCheckpoint: t('madeCheckpoint', 'The files are kept as they are now.'),
    reviewOf: (title: string) => t('reviewOf', 'Review: {0}', title),
    ofTurn: t('ofTurn', 'What one turn changed'),
    ofSession: t('ofSession', 'Everything that this session changed'),
    refresh: t('refresh', 'Refresh'),
    nothing: t('nothing', 'Nothing is changed.'),
    allAccepted: (accepted: number, all: number) => t('accepted', '{0} of {1} accepted', accepted, all),
    accept: t('accept', 'Accept'),
    acceptAll: t('acceptAll', 'Accept all'),
    accepted: t('isAccepted', 'Accepted'),
    revert: t('revert', 'Revert'),
    revertFile: (path: string) => t('revertFile', 'Revert {0}', path),
    acceptFile: (path: string) => t('acceptFile', 'Accept {0}', path),
    openDiff: t('openDiff', 'Open in the diff editor'),
    statuses: {
        added: t('status/added', 'new'),
        modified: t('status/modified', 'changed'),
        removed: t('status/removed', 'removed')
    },
    states: {
        reverted: t('state/reverted', 'reverted'),
        changed: t('state/changed', 'changed again since')
    },
    opaque: {
        binary: t('opaque/binary', 'This is not text, so its lines cannot be shown.'),
        large: t('opaque/large', 'This is too large to be shown here.'),
        link: t('opaque/link', 'This is a link.')
    },
    onlyMode: t('onlyMode', 'Only who may read or run it was changed.'),
    moreHunks: (count: number) => t('moreHunks', '{0} more places are shown in the diff editor.', count),
    lines: (from: number) => t('lines', 'From line {0}', from),
    keys: t('keys', 'Up and down go through the files, Enter opens, A accepts, R reverts, D opens the diff editor.'),
    before: t('before', 'before'),
    after: t('after', 'after'),
    now: t('now', 'now')
};
