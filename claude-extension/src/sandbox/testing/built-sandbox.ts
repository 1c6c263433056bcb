import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The launcher that the build has compiled, in this checkout. Fails where there is none: nothing would be tested. */
export function builtSandbox(): { launcher: string; programFolder: string } {
    const programFolder = resolve(__dirname, '..', '..', '..', '..');
    const launcher = resolve(programFolder, 'claude-extension/lib/sandbox/native/claude-sandbox');
    if (!existsSync(launcher)) {
        throw new Error('The sandbox is not compiled. Run: npm run build');
    }
    return { launcher, programFolder };
}
