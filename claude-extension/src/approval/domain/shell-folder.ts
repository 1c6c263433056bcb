import { isPlain, readShellCommand } from './shell-command';

/** A command that was asked for in a session; `done` once it has ended well. */
export interface PastCommand {
    readonly command: string;
    readonly done: boolean;
}

/**
 * Whether the shell of a session may be in another folder than `folder` after these commands, oldest first: a runtime may
 * keep one shell for all of them. It is certain again after a `cd` to just that folder has ended well.
 */
export function isFolderUnknown(commands: Iterable<PastCommand>, folder: string): boolean {
    let unknown = false;
    for (const { command, done } of commands) {
        if (goesTo(command, folder)) {
            unknown &&= !done;
        } else if (mayChangeFolder(command)) {
            unknown = true;
        }
    }
    return unknown;
}

/** Whether all that a command does to the folder is to begin with `cd folder`. */
function goesTo(text: string, folder: string): boolean {
    const command = readShellCommand(text);
    const [first, ...others] = command.parts;
    return (
        isPlain(command) &&
        first.words.length === 2 &&
        first.words[0] === 'cd' &&
        first.words[1] === folder &&
        !others.some(part => mayChangeFolder(part.words.join(' ')))
    );
}

/** Names rather too many: quotes and backslashes hide nothing, and what is expanded could be anything. */
export function mayChangeFolder(command: string): boolean {
    const bare = command.replace(/["'\\]/g, '');
    return (
        /(^|[^\w./-])(cd|pushd|popd|chdir|eval|source|builtin|command|exec|alias|\.)([^\w./-]|$)/.test(bare) ||
        /(^|[;&|({\n])[ \t]*[^\s;&|({]*[$`]/.test(bare)
    );
}
