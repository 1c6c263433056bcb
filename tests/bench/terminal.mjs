// How fast terminals are, in a real Chromium, beside a stock Theia 1.74.1 in the same run; and beside what node-pty alone
// drains. `npm run bench -- terminal [row …] [--samples N] [--drawing NAME] [--profile]`
import { sayCalm } from './support/calm.mjs';
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
import { many, manyTabs } from './terminal/rows/many.mjs';
import { ShellHome } from './terminal/shell-home.mjs';

// Memory first: later rows leave output behind.
const { rows, samples, drawings, profile } = readOptions([
  idleMemory,
  echo,
  cat,
  interrupt,
  attach,
  flood,
  many,
  manyTabs
]);

const figures = [];
const stack = [];
// Told to end, it still ends what it has started.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}
for (const drawing of drawings) {
  const wanted = rows.filter(({ oursOnly }) => !oursOnly || drawing === drawings[0]);
  if (wanted.length > 0) {
    await measureAll(wanted, drawing);
  }
}
report();

async function measureAll(wanted, drawing) {
  console.log(`\n${drawing.name}: ${drawing.says}`);
  try {
    const home = await started(ShellHome.make(), each => each.remove());
    const browser = await started(startChromium([], drawing.name), each => each.close());
    const ours = await started(DispatchProduct.start(browser, home), each => each.stop());
    const stock = await started(StockProduct.start(browser, home, { asShipped: drawing.stockAsShipped }), each =>
      each.stop()
    );
    console.log(`drawn by ${await ours.drawnBy()} here, by ${await stock.drawnBy()} in stock Theia`);
    for (const row of wanted) {
      figures.push(...(await measured(row, drawing, { ours, stock, home })));
    }
  } finally {
    await stopAll();
  }
}

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
async function measured(row, { name: drawing, judgesStock }, products) {
  const load1m = machine().load1m;
  const startedAt = performance.now();
  try {
    const run = () => row.run({ ...products, samples: samples ?? row.samples, judgesStock });
    const lines = await (profile ? profiled(row.name, products.ours, run) : run());
    const tookS = Math.round((performance.now() - startedAt) / 1000);
    console.log(`measured ${row.name} in ${tookS} s, load ${load1m} to ${machine().load1m}; ${sayCalm()}`);
    lines.forEach(({ figure, ours, stock = '–', reached = '' }) =>
      console.log(`  ${figure}: ours ${ours}, stock Theia ${stock} ${reached}`)
    );
    return lines.map(line => ({ row: row.name, drawing, load1m, ...line }));
  } catch (error) {
    console.error(`${row.name} failed: ${error.stack}`);
    const failed = { figure: row.name, ours: 'failed', target: '', pass: false, error: String(error) };
    return [{ row: row.name, drawing, load1m, ...failed }];
  }
}

function report() {
  console.log();
  printTable([
    ['browser', 'figure', 'ours', 'stock Theia', 'beside', 'target', 'reached', ''],
    ...figures.map(each => [
      each.drawing,
      each.figure,
      each.ours,
      each.stock ?? '–',
      each.other ?? '',
      each.target,
      each.reached ?? '',
      each.pass ? 'pass' : 'MISS'
    ])
  ]);
  console.log('\nWhere a target is beside stock Theia, it is judged by software-gl: there stock Theia is as it ships.');
  writeResults('terminal', { figures });
  process.exitCode = figures.every(({ pass }) => pass) ? 0 : 1;
}
