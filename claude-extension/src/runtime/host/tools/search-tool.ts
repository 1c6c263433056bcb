import { z } from 'zod';
import { runCommand } from './run-command';
import { defineTool, ToolContext } from './tool';

const TIMEOUT_MS = 20_000;
const MAX_MATCHES = 200;
/** What the launcher of the sandbox says of a program that is not there. */
const NOT_FOUND = 127;

/**
 * Searches the text of files. A process of its own does it (ripgrep where it is installed, else grep), because a pattern
 * that explodes must not hold up the session host.
 */
export const searchTool = defineTool({
    name: 'search',
    description:
        `Searches text files of this session's folders for a regular expression and returns path:line:text, at most ` +
        `${MAX_MATCHES} lines. .git and node_modules are left out.`,
    input: z.object({
        pattern: z.string().min(1).max(1_000).describe('An extended regular expression'),
        path: z
            .string()
            .min(1)
            .max(4_096)
            .optional()
            .describe('A folder or file to search in; all folders of the session by default')
    }),
    asks: 'nothing',
    async run({ pattern, path }, context) {
        const { folder } = context;
        const where = path === undefined ? ['.', ...folder.added] : [folder.display(await folder.existing(path))];
        const result =
            (await search(ripgrep(pattern, where), context)) ?? (await search(grep(pattern, where), context));
        if (result === undefined) {
            throw new Error('Neither ripgrep nor grep is installed.');
        }
        if (result.stoppedBy || (result.exitCode ?? 2) > 1) {
            return { outcome: 'error', output: result.output || 'The search was stopped; narrow it down.' };
        }
        const lines = result.output.replaceAll(/^\.\//gm, '').split('\n').filter(Boolean);
        const shown = lines.slice(0, MAX_MATCHES);
        const more = lines.length > shown.length ? [`… ${lines.length - shown.length} more …`] : [];
        return { outcome: 'done', output: [...shown, ...more].join('\n') || 'Nothing found.' };
    }
});

interface SearchCommand {
    file: string;
    args: string[];
}

function ripgrep(pattern: string, where: readonly string[]): SearchCommand {
    const args = [
        '--no-config',
        '--line-number',
        '--no-heading',
        '--with-filename',
        '--color=never',
        '--max-columns=300'
    ];
    return { file: 'rg', args: [...args, '--glob=!.git', '--glob=!node_modules', '--regexp', pattern, '--', ...where] };
}

function grep(pattern: string, where: readonly string[]): SearchCommand {
    const args = ['-rnIE', '--color=never', '--exclude-dir=.git', '--exclude-dir=node_modules'];
    return { file: 'grep', args: [...args, '-e', pattern, '--', ...where] };
}

/** `undefined` when that program is not installed. */
async function search(command: SearchCommand, { folder, environment, confinement, signal }: ToolContext) {
    try {
        const where = { cwd: folder.root, environment, confinement };
        const result = await runCommand({ ...command, ...where, timeoutMs: TIMEOUT_MS, signal });
        return result.exitCode === NOT_FOUND ? undefined : result;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
            return undefined;
        }
        throw error;
    }
}
