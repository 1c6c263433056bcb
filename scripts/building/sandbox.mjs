// Compiles the launcher of the sandbox (claude-extension/src/sandbox/native) with the C compiler that node-pty needs as well.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const SANDBOX_SOURCES = 'claude-extension/src/sandbox/native';
export const SANDBOX_PROGRAM = 'claude-extension/lib/sandbox/native/claude-sandbox';

const WARNINGS = ['-std=gnu11', '-Wall', '-Wextra', '-Werror'];
const HARDENED = ['-O2', '-D_FORTIFY_SOURCE=2', '-fPIE', '-pie', '-Wl,-z,relro,-z,now'];

/** Landlock is Linux's own: elsewhere there is nothing to compile, and Claude runs without a sandbox. */
export async function compileSandbox(root, execute) {
  if (process.platform !== 'linux') {
    return;
  }
  const target = join(root, SANDBOX_PROGRAM);
  const folder = join(root, SANDBOX_SOURCES);
  const sources = readdirSync(folder).filter(name => name.endsWith('.c'));
  mkdirSync(dirname(target), { recursive: true });
  await execute(
    process.env.CC || 'cc',
    [...WARNINGS, ...HARDENED, '-o', `${target}.new`, ...sources.map(name => join(folder, name))],
    root
  );
  // one that runs just now keeps its file
  renameSync(`${target}.new`, target);
}

if (import.meta.main) {
  const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: 'inherit' });
  await compileSandbox(resolve(import.meta.dirname, '..', '..'), run);
}
