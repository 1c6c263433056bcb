import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The launcher of this checkout; compiled now where no build has done that. */
export function builtSandbox(): { launcher: string; programFolder: string } {
    const programFolder = resolve(__dirname, '..', '..', '..', '..');
    const launcher = resolve(programFolder, 'claude-extension/lib/sandbox/native/claude-sandbox');
    if (!existsSync(launcher)) {
        execFileSync(process.execPath, [resolve(programFolder, 'scripts/building/sandbox.mjs')]);
    }
    return { launcher, programFolder };
}
