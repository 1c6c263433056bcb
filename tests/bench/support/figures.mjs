import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** The value below which `share` (0 to 1) of the samples are; `NaN` of none. */
export function quantile(samples, share) {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1 || 0)];
}

export function median(samples) {
  return quantile(samples, 0.5);
}

/** Prints lines of text as columns that stand below each other. */
export function printTable(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map(line => String(line[column] ?? '').length)));
  for (const line of lines) {
    console.log(
      line
        .map((cell, column) => String(cell ?? '').padEnd(widths[column]))
        .join('  ')
        .trimEnd()
    );
  }
}

/** What the figures were measured on, said beside them. */
export function machine() {
  return {
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    load1m: Number(loadavg()[0].toFixed(1)),
    node: process.version
  };
}

/** Writes figures as JSON to `tests/results/bench-<name>.json`. */
export function writeResults(name, results) {
  const folder = join(ROOT, 'tests', 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `bench-${name}.json`);
  writeFileSync(
    file,
    JSON.stringify({ measuredAt: new Date().toISOString(), machine: machine(), ...results }, undefined, 2)
  );
  console.log(`\nas JSON: ${file}`);
}
