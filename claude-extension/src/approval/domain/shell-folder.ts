import { isPlain, readShellCommand } from './shell-command';

/** A command that was asked for in a session; `done` once it has ended well. */
export interface PastCommand {
    readonly command: string;
    readonly done: boolean;
    /** Variables and functions that it sets are there for the commands after it. */
    readonly keepsShell?: boolean;
}

/**
 * Whether the shell of a session may be in another folder than `folder` after these commands, oldest first, or may
 * understand by a command something else than it says: a runtime may keep one shell for all of them. The folder is certain
 * again after a `cd` to just that folder has ended well; what variables and functions mean never is.
 */
export function isFolderUnknown(commands: Iterable<PastCommand>, folder: string): boolean {
    let unknown = false;
    for (const { command, done, keepsShell } of commands) {
        if (keepsShell && mayChangeShell(command)) {
            return true;
        }
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

/** The name of a command that is made by an expansion: of a variable, a command, or braces (`ex{port,}`). */
const EXPANDED_NAME = /(^|[;&|({\n])[ \t]*[^\s;&|({]*([$`]|\{[^\s{}]*,)/;

/** Names rather too many: quotes and backslashes hide nothing, and what is expanded could be anything. */
export function mayChangeFolder(command: string): boolean {
    const bare = command.replace(/["'\\]/g, '');
    return (
        /(^|[^\w./-])(cd|pushd|popd|chdir|eval|source|builtin|command|exec|alias|\.)([^\w./-]|$)/.test(bare) ||
        EXPANDED_NAME.test(bare)
    );
}

/** Words that set variables, functions or the meaning of other words. */
const SETS =
    /(^|[^\w./-])(export|declare|typeset|readonly|local|unset|set|shopt|enable|hash|function|read|readarray|mapfile|getopts|let|trap|for|select|coproc|eval|source|builtin|command|exec|alias|unalias|\.)([^\w./-]|$)/;
/** With an option, or a word that is expanded and could be one: `-v` sets a variable. */
const PRINTF_SETS = /(^|[^\w./-])printf\s+(-(?!-?\s)|[$`{])/;
/** An assignment, a definition of a function, an expansion or a redirection that assigns. Blanks stand alone. */
const ASSIGNS =
    /(^|[\s;&|({\x60])[A-Za-z_]\w*(\[[^\]\n]*\])?\+?=|[^\s;&|()] ?\( ?\)|\$\{[^}\n]*=|\(\(|\{[A-Za-z_]\w*\}[<>]/;

/**
 * Whether a command may leave behind what makes a later one mean something else: `PATH`, or a function named `git`.
 * Names rather too many, but not a variable for a single program (`CI=1 make`).
 */
export function mayChangeShell(command: string): boolean {
    const bare = command.replace(/["'\\]/g, '');
    const assigned = withoutPrefixes(bare).replace(/\s+/g, ' ');
    return SETS.test(bare) || PRINTF_SETS.test(bare) || ASSIGNS.test(assigned) || EXPANDED_NAME.test(bare);
}

/** Without assignments that only the program behind them sees. */
function withoutPrefixes(bare: string): string {
    return bare.replace(
        /(^|[;&|\n])[ \t]*((?:[A-Za-z_]\w*=[\w./:@%+,-]*[ \t]+)+)(?=[A-Za-z_./][\w./-]*([\s;&|]|$))/g,
        '$1'
    );
}
