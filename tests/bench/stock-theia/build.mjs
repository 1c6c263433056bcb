import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/paths.mjs';
import { packageOf } from './compositions.mjs';

const TEMPLATE = join(import.meta.dirname, 'esbuild.template.mjs');

/**
 * Builds a stock Theia out of the packages that are installed, once: it is kept under `.cache/bench/stock-theia`.
 * `asShipped`: with the WebGL add-on of its terminal, as Theia has it; else without it and nothing else changed.
 * Answers its folder. Throws with what the build printed when it fails.
 */
export function buildStockTheia(name, { asShipped = false } = {}) {
  const folder = join(ROOT, '.cache', 'bench', 'stock-theia', asShipped ? `${name}-as-shipped` : name);
  const description = JSON.stringify({ ...packageOf(name), asShipped }, undefined, 2);
  const stamp = createHash('sha256').update(description).update(readFileSync(TEMPLATE)).digest('hex');
  const stampFile = join(folder, 'built');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return folder;
  }
  console.log(`building stock Theia (${name}) …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), description);
  if (!asShipped) {
    copyFileSync(TEMPLATE, join(folder, 'esbuild.mjs'));
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules', '@theia', 'cli', 'bin', 'theia'), 'build', '--mode', 'production'],
    { cwd: folder, encoding: 'utf8' }
  );
  if (status !== 0) {
    throw new Error(`stock Theia (${name}) was not built:\n${stdout}\n${stderr}`);
  }
  writeFileSync(stampFile, stamp);
  return folder;
}
