/**
 * `npm run faults [-- F01 …]`: the fault tests with the counts of the catalogue (the small ones are part of `npm test`), and
 * afterwards the page `docs/faults.md` with the figures that were reached. `npm run faults -- page` only writes the page.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const compiled = resolve(root, 'tests/lib/faults');
const wanted = process.argv.slice(2).map(name => name.toLowerCase());
const run = (command, args, env = {}) =>
  spawnSync(resolve(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env }
  }).status ?? 1;

if (wanted.includes('page')) {
  writePage();
  process.exit(0);
}
if (run('tsc', ['-b', 'tests']) !== 0) {
  process.exit(1);
}
const files = readdirSync(compiled)
  .filter(name => name.endsWith('.fault.js') && (wanted.length === 0 || wanted.some(each => name.startsWith(each))))
  .sort();
if (files.length === 0) {
  console.error(`There is no fault test ${wanted.join(', ')}.`);
  process.exit(2);
}
// one after the other: a fault that fails must not take the figures of the others with it
const failed = files.filter(
  file =>
    run('mocha', ['--timeout', '3600000', '--reporter', 'spec', resolve(compiled, file)], { FAULTS: 'whole' }) !== 0
);
writePage();
console.log(failed.length === 0 ? 'All faults passed.' : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** The figures of the last whole run of each fault. */
function writePage() {
  const results = resolve(root, 'tests/faults/whole-figures.json');
  if (!existsSync(results)) {
    return;
  }
  const figures = JSON.parse(readFileSync(results, 'utf8'));
  const missing = readdirSync(compiled)
    .flatMap(name => /^(f\d\d)-.*\.fault\.js$/.exec(name)?.[1].toUpperCase() ?? [])
    .filter(fault => !figures[fault]);
  const rows = Object.entries(figures)
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([fault, { what, atMs, ...values }]) => {
      const day = new Date(atMs).toISOString().slice(0, 10);
      const words = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
      return `| ${fault} | ${what} | ${words.join('<br>')} | ${day} |`;
    });
  const notYet = missing.length === 0 ? [] : [`Without figures of a whole run so far: ${missing.join(', ')}.`, ''];
  const memory = Math.round(totalmem() / 2 ** 30);
  const page = [
    '# Faults',
    '',
    'What was broken on purpose, and what came of it. `npm test` runs each of these with small counts; the figures here are',
    `those of the whole counts, by \`npm run faults\` (or \`npm run faults -- F01\` for one), on a machine with ${cpus().length} cores`,
    `and ${memory} GB. Every test checks the bytes themselves (SHA-256), not a sample.`,
    '',
    '| fault | what | figures | measured |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...notYet,
    '<!-- Made by scripts/faults.mjs from what the tests measured; do not edit by hand. -->',
    ''
  ].join('\n');
  writeFileSync(resolve(root, 'docs/faults.md'), page);
  run('prettier', ['--write', '--log-level', 'warn', 'docs/faults.md']);
}
