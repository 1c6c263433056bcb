import { RuleTool } from '../common/approval-protocol';
import { leadsAway } from './command-paths';
import { isPlain, readShellCommand } from './shell-command';

/** A pattern that was read. */
export type RulePattern =
    /** These words; with `more`, any further ones. */
    | { readonly kind: 'words'; readonly words: readonly string[]; readonly more: boolean }
    /** Segments of a path below the folder; `**` is any number of them, `*` any letters of one. */
    | { readonly kind: 'path'; readonly segments: readonly string[] }
    | { readonly kind: 'host'; readonly host: string }
    | { readonly kind: 'any' };

/** Why a pattern is not taken, for people. */
export interface BadPattern {
    readonly kind: 'bad';
    readonly why: string;
}

/** Programs that do nothing but run another one: a rule for them must say every word. */
const RUNNERS = new Set(
    'sh bash zsh dash ksh fish csh tcsh busybox env sudo doas xargs parallel find fd eval exec command builtin source . nohup nice ionice timeout time stdbuf setsid script watch entr ssh docker podman kubectl ash rbash pwsh nu tclsh expect su runuser pkexec chroot unshare nsenter setpriv taskset chrt flock strace ltrace gdb unbuffer tmux screen systemd-run run-parts at batch crontab cd pushd popd alias trap'.split(
        ' '
    )
);
/** Programs that run whatever their first words say: a rule for them must say at least one word that is no option. */
const INTERPRETERS = new Set(
    'node nodejs deno bun bunx python perl ruby php lua awk gawk mawk nawk sed vi vim nvim emacs ed ex npx pnpm yarn npm pip pipx uv uvx cargo go make git gh osascript tsx ts-node'.split(
        ' '
    )
);

/** The name of a program without its folder and version: `python` of `/usr/bin/python3.12`. */
function bareName(program: string): string {
    const name = program.slice(program.lastIndexOf('/') + 1);
    return name.replace(/-?\d[\d.]*$/, '') || name;
}

/** Reads the pattern of a rule; says why where it is not one. */
export function readPattern(tool: RuleTool, pattern: string): RulePattern | BadPattern {
    switch (tool) {
        case 'command':
            return readWords(pattern.trim());
        case 'change':
        case 'read':
            return readPath(pattern.trim());
        case 'fetch':
            return readHost(pattern.trim());
        default:
            return pattern.trim() === '*'
                ? { kind: 'any' }
                : bad('Of this tool only “*” is known: whatever it is given.');
    }
}

function readWords(pattern: string): RulePattern | BadPattern {
    const more = pattern.endsWith(' *');
    const command = readShellCommand(more ? pattern.slice(0, -2) : pattern);
    const [part] = command.parts;
    if (!isPlain(command) || command.parts.length !== 1 || command.features.size > 0) {
        return bad('Write one plain command: no pipes, redirections, variables or wildcards but a “*” at the end.');
    }
    const [program, ...rest] = part.words;
    const name = bareName(program);
    if (more && RUNNERS.has(name)) {
        return bad(`“${name} *” could run anything. Write the command in full.`);
    }
    if (more && INTERPRETERS.has(name) && (rest.length === 0 || rest[0].startsWith('-'))) {
        return bad(`“${name} *” could run anything. Say what of it: a word after “${name}” first.`);
    }
    return { kind: 'words', words: part.words, more };
}

function readPath(pattern: string): RulePattern | BadPattern {
    const segments = pattern.replace(/^\.\//, '').split('/');
    if (pattern.startsWith('/') || leadsAway(pattern) || segments.some(segment => segment === '' || segment === '.')) {
        return bad('Write a path relative to the folder, like “src/**” or “docs/*.md”.');
    }
    if (segments.some(segment => segment.includes('**') && segment !== '**')) {
        return bad('“**” stands for whole folders; write it between slashes.');
    }
    return { kind: 'path', segments };
}

function readHost(pattern: string): RulePattern | BadPattern {
    return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(pattern) && pattern.includes('.')
        ? { kind: 'host', host: pattern.toLowerCase() }
        : bad('Write a host name, like “example.org”.');
}

function bad(why: string): BadPattern {
    return { kind: 'bad', why };
}
