import { nls } from '@theia/core/lib/common/nls';

const t = (key: string, text: string, ...values: (string | number)[]): string =>
    nls.localize(`dispatch/custody/${key}`, text, ...values);

/** Every word about keeping, exporting and putting away conversations, in the language of the page. */
export const CustodyText = {
    exportMarkdown: t('exportMarkdown', 'Export as Markdown'),
    exportJson: t('exportJson', 'Export as JSON'),
    archive: t('archive', 'Archive'),
    unarchive: t('unarchive', 'Take out of the archive'),
    remove: t('delete', 'Delete…'),
    removeTitle: t('deleteTitle', 'Delete this session'),
    removeText: t(
        'deleteText',
        'It moves to the trash, with what was said in it, and is gone for good after 30 days. Until then it can be restored.'
    ),
    removeOk: t('deleteOk', 'Move to Trash'),
    busy: t('busy', 'Claude is at work. Stop it first.'),
    archived: t('archived', 'This session is archived: lists leave it out.'),
    inTrash: (date: string) => t('inTrash', 'This session is in the trash. On {0} it is gone for good.', date),
    refused: t('refused', 'This session is in the trash. Restore it to go on.'),
    restore: t('restore', 'Restore'),

    elsewhere: t('elsewhere', 'Claude Conversations Made Elsewhere'),
    openElsewhere: t('openElsewhere', 'Conversations Made Elsewhere…'),
    search: t('search', 'Search titles and words'),
    searching: t('searching', 'Looking…'),
    none: t('none', 'Claude Code keeps no conversations here that are not sessions of Dispatch already.'),
    noMatch: t('noMatch', 'No conversation has these words.'),
    more: t('more', 'There are more. Search to find them.'),
    choose: t('choose', 'Choose a conversation to read it.'),
    goOn: t('continue', 'Continue here'),
    held: (title: string) =>
        t(
            'held',
            'The session “{0}” goes on with this conversation already. Two at once would lose what one of them says.',
            title
        ),
    openHolder: t('openHolder', 'Open it'),
    copyHolder: t('copyHolder', 'Continue a copy'),
    goOnHint: t('continueHint', 'As a session of Dispatch. Claude Code goes on with the same conversation.'),
    back: t('back', 'Back to the list'),
    earlier: t('earlier', 'Earlier turns are left out here. Continue the conversation to see all of it.')
};
