/**
 * Starts Dispatch: checks what must be installed, fetches plugins, builds what is not up to date, and runs the launcher,
 * which starts the gateway. Ctrl-C or SIGTERM stops gateway and IDE; sessions go on. `npm run stop` ends everything.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { buildAll } from './building/build-steps.mjs';
import { line } from './building/progress.mjs';
import { missingTools } from './building/tools.mjs';

const root = resolve(import.meta.dirname, '..');

const missing = missingTools();
if (missing.length > 0) {
  missing.forEach(line);
  process.exit(1);
}
if ((await buildAll()) !== 0) {
  process.exit(1);
}
const launcher = spawn(process.execPath, [join(root, 'gateway', 'dist', 'launcher.js'), ...process.argv.slice(2)], {
  stdio: 'inherit'
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Ctrl-C reaches the launcher by itself too; a second signal does no harm.
  process.on(signal, () => launcher.kill(signal));
}
launcher.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
