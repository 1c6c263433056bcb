import { defineErrors } from '../../kernel/common/errors';

/** Everything that can go wrong between a terminal and a clipboard, as the person at the screen would put it. */
export const ClipboardErrors = defineErrors('clipboard', {
    fileTooLarge: {
        kind: 'exhausted',
        say: '“{name}” has {size} MB, and at most {limit} MB are taken. The setting “dispatch.terminal.maxDropSize” raises this; the explorer takes files of any size.'
    },
    folderDropped: {
        kind: 'invalid-input',
        say: 'A folder cannot be dropped into a terminal. Drop it into the explorer, and from there into the terminal.'
    },
    noFolder: { kind: 'invalid-input', say: 'This terminal is in no folder that a file could be put into.' },
    nameNotTypeable: { kind: 'invalid-input', say: 'The name “{name}” holds characters that cannot be typed.' },
    notStored: { kind: 'unavailable', say: '“{name}” could not be stored: {why}' },
    pasteTooLarge: {
        kind: 'exhausted',
        say: 'This paste has {size} MB, and at most {limit} MB can be on the way. Nothing of it was pasted. As a file it can be dropped.'
    },
    clipboardClosed: { kind: 'forbidden', say: 'The browser does not let this page read the clipboard. Press Ctrl+V.' }
});
