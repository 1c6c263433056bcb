// How fast terminals are, in a real Chromium, beside a stock Theia 1.74.1 in the same run; and beside what node-pty alone
// drains. `npm run bench -- terminal [row …] [--samples N] [--profile]`
import { startChromium } from './support/chromium.mjs';
import { profiled } from './support/cpu-profile.mjs';
import { machine, printTable, writeResults } from './support/figures.mjs';
import { readOptions } from './terminal/options.mjs';
import { DispatchProduct, StockProduct } from './terminal/products.mjs';
import { attach } from './terminal/rows/attach.mjs';
import { cat } from './terminal/rows/cat.mjs';
import { echo } from './terminal/rows/echo.mjs';
import { flood } from './terminal/rows/flood.mjs';
import { idleMemory } from './terminal/rows/idle-memory.mjs';
import { interrupt } from './terminal/rows/interrupt.mjs';
import { many } from './terminal/rows/many.mjs';
import { ShellHome } from './terminal/shell-home.mjs';

// Memory first: later rows leave output behind.
const { rows, samples, profile } = readOptions([idleMemory, echo, cat, interrupt, attach, flood, many]);

const figures = [];
const stack = [];
// Told to end, it still ends what it has started.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}
try {
  const home = await started(ShellHome.make(), each => each.remove());
  const browser = await started(startChromium(), each => each.close());
  const ours = await started(DispatchProduct.start(browser, home), each => each.stop());
  const stock = await started(StockProduct.start(browser, home), each => each.stop());
  for (const row of rows) {
    figures.push(...(await measured(row, { ours, stock, home })));
  }
} finally {
  await stopAll();
}
report();

async function stopAll() {
  while (stack.length > 0) {
    await stack.pop()();
  }
}

async function started(starting, stop) {
  const thing = await starting;
  stack.push(() => stop(thing));
  return thing;
}

/** One row; what goes wrong in it is a miss, and the others are still measured. */
async function measured(row, products) {
  const load1m = machine().load1m;
  const startedAt = performance.now();
  try {
    const run = () => row.run({ ...products, samples: samples ?? row.samples });
    const lines = await (profile ? profiled(row.name, products.ours, run) : run());
    console.log(`measured ${row.name} in ${Math.round((performance.now() - startedAt) / 1000)} s, load ${load1m}`);
    lines.forEach(({ figure, ours, stock = '–' }) => console.log(`  ${figure}: ours ${ours}, stock Theia ${stock}`));
    return lines.map(line => ({ row: row.name, load1m, ...line }));
  } catch (error) {
    console.error(`${row.name} failed: ${error.stack}`);
    return [{ row: row.name, load1m, figure: row.name, ours: 'failed', target: '', pass: false, error: String(error) }];
  }
}

function report() {
  console.log(
    '\nBoth terminals are drawn by the DOM renderer of their xterm (no GPU, no WebGL); stock Theia is a minimal one.'
  );
  printTable([
    ['figure', 'ours', 'stock Theia', 'beside', 'target', 'reached', ''],
    ...figures.map(each => [
      each.figure,
      each.ours,
      each.stock ?? '–',
      each.other ?? '',
      each.target,
      each.reached ?? '',
      each.pass ? 'pass' : 'MISS'
    ])
  ]);
  writeResults('terminal', { figures });
  process.exitCode = figures.every(({ pass }) => pass) ? 0 : 1;
}
