import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';

const MAX_READ_BYTES = 256 * 1024;
const MAX_LINES = 1_000;
/** A byte that zsh writes before one that it has changed by `ZSH_META_XOR`. */
const ZSH_META = 0x83;
const ZSH_META_XOR = 0x20;

/** The newest lines of the history file that this shell writes by default, newest first, each once. */
export async function readShellHistory(shell: string, env: NodeJS.ProcessEnv): Promise<string[]> {
    const home = env['HOME'] ?? homedir();
    switch (path.basename(shell)) {
        case 'bash':
            return newestFirst(bashLines(await readEnd(path.join(home, '.bash_history'))));
        case 'zsh':
            return newestFirst(zshLines(await readEnd(path.join(env['ZDOTDIR'] ?? home, '.zsh_history'))));
        case 'fish': {
            const data = env['XDG_DATA_HOME'] ?? path.join(home, '.local/share');
            return newestFirst(fishLines(await readEnd(path.join(data, 'fish/fish_history'))));
        }
        default:
            return [];
    }
}

/** Times stand in lines of their own, `#1700000000`. */
function bashLines(bytes: Buffer): string[] {
    return bytes
        .toString('utf8')
        .split('\n')
        .filter(line => !/^#\d+$/.test(line));
}

/** `: 1700000000:0;line` where times are kept; a line break in a command is a backslash before it. */
function zshLines(bytes: Buffer): string[] {
    return unmetafied(bytes)
        .toString('utf8')
        .split(/(?<!\\)\n/)
        .map(line => line.replace(/^: \d+:\d+;/, '').replaceAll('\\\n', '\n'));
}

function fishLines(bytes: Buffer): string[] {
    const lines = bytes.toString('utf8').split('\n');
    return lines
        .filter(line => line.startsWith('- cmd: '))
        .map(line => line.slice(7).replace(/\\(n|\\)/g, (_all, code: string) => (code === 'n' ? '\n' : '\\')));
}

function unmetafied(bytes: Buffer): Buffer {
    const out: number[] = [];
    for (let index = 0; index < bytes.length; index++) {
        out.push(bytes[index] === ZSH_META ? (bytes[++index] ?? 0) ^ ZSH_META_XOR : bytes[index]);
    }
    return Buffer.from(out);
}

function newestFirst(lines: readonly string[]): string[] {
    const trimmed = lines.map(line => line.trim()).filter(line => line !== '');
    return [...new Set(trimmed.reverse())].slice(0, MAX_LINES);
}

/** The end of a file from a whole line on; nothing where there is no such file. */
async function readEnd(file: string): Promise<Buffer> {
    const handle = await fs.open(file, 'r').catch(() => undefined);
    if (!handle) {
        return Buffer.alloc(0);
    }
    try {
        const { size } = await handle.stat();
        const from = Math.max(0, size - MAX_READ_BYTES);
        const bytes = Buffer.alloc(size - from);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
        const whole = bytes.subarray(0, bytesRead);
        return from > 0 ? whole.subarray(whole.indexOf(0x0a) + 1) : whole;
    } finally {
        await handle.close();
    }
}
