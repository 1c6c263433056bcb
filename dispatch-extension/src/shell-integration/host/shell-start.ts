import * as path from 'node:path';
import { ProgramStart } from '../../terminal/host/terminal-feature';

/** Arguments that an interactive shell may have been given with which our script can still be. */
const COMPATIBLE = new Set(['-i', '-l', '--login', '-il', '-li']);
const LOGIN = new Set(['-l', '--login', '-il', '-li']);

/**
 * The start of a shell with our script in it; `undefined` for a program that is none of the shells we know, or one
 * whose arguments say that it reads other files, or runs something.
 * `scripts`: the folder of our scripts; it is only read.
 */
export function integratedStart(start: ProgramStart, scripts: string, nonce: string): ProgramStart | undefined {
    const { env } = start;
    if (!start.args.every(argument => COMPATIBLE.has(argument))) {
        return undefined;
    }
    const isLogin = start.args.some(argument => LOGIN.has(argument));
    const withNonce = { ...env, DISPATCH_SHELL_NONCE: nonce };
    switch (path.basename(start.file)) {
        case 'bash':
            // in its POSIX mode it would not read our file
            return env['POSIXLY_CORRECT'] === undefined ? bashStart(start, scripts, withNonce, isLogin) : undefined;
        case 'zsh':
            return { ...start, env: zshEnvironment(withNonce, path.join(scripts, 'zsh')) };
        case 'fish': {
            const script = path.join(scripts, 'integration.fish').replace(/[\\']/g, '\\$&');
            return { ...start, args: [...start.args, '--init-command', `source '${script}'`], env: withNonce };
        }
        default:
            return undefined;
    }
}

/** A login shell would read other files instead of ours; the script reads them in its place. */
function bashStart(
    start: ProgramStart,
    scripts: string,
    env: Readonly<Record<string, string>>,
    isLogin: boolean
): ProgramStart {
    const args = ['--init-file', path.join(scripts, 'integration.bash'), '-i'];
    return { ...start, args, env: isLogin ? { ...env, DISPATCH_SHELL_LOGIN: '1' } : env };
}

function zshEnvironment(env: Readonly<Record<string, string>>, folder: string): Record<string, string> {
    const { ZDOTDIR: own } = env;
    return { ...env, ZDOTDIR: folder, ...(own === undefined ? {} : { DISPATCH_ZDOTDIR: own }) };
}
