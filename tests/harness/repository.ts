import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The files of a small TypeScript project, as it is committed. */
const FILES: Record<string, string> = {
    'package.json': '{ "name": "greeter", "private": true, "scripts": { "greet": "node src/greet.js" } }\n',
    'tsconfig.json': '{ "compilerOptions": { "strict": true, "noEmit": true }, "include": ["src"] }\n',
    'README.md': '# Greeter\n\nGreets people by name.\n',
    'src/greet.ts': [
        '/** Greets by name; a stranger is greeted too. */',
        "export function greet(name = 'stranger'): string {",
        '    return `Hello, ${name}!`;',
        '}',
        '',
        "greet('world');",
        ''
    ].join('\n')
};

/** Makes a real git repository with one commit in `folder`. */
export async function makeRepository(folder: string): Promise<void> {
    for (const [name, text] of Object.entries(FILES)) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), text);
    }
    await git(folder, 'init', '--quiet', '--initial-branch=main');
    await git(folder, 'add', '.');
    await git(folder, 'commit', '--quiet', '-m', 'First');
}

/** Runs git as somebody whom it accepts as an author. */
export async function git(folder: string, ...args: string[]): Promise<void> {
    await run('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: folder });
}
