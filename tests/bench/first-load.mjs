// What a page moves over the network: the first time in a browser, and the second; ours, and stock Theia's in the same
// run. Counted where nothing can hide, by a TCP proxy between Chromium and the server: headers, WebSocket frames,
// everything, in both directions.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { StockTheia } from './stock-theia/stock-theia.mjs';
import { isUsable, startChromium } from './support/chromium.mjs';
import { countingProxy } from './support/counting-proxy.mjs';
import { printTable, writeResults } from './support/figures.mjs';

const { Installation } = createRequire(import.meta.url)('../lib/harness/installation.js');

const KEY = 'first-load-bench-key';
/** A page counts as loaded when nothing has moved for this long, in ms. */
const QUIET_MS = 8_000;
const TARGETS = { first: 5_000_000, second: 100_000 };

const results = {
  'stock Theia, the same packages': await measureStock('same'),
  'stock Theia, as small as can be': await measureStock('minimal'),
  'this installation': await measureDispatch()
};
report(results);
writeResults('first-load', { targets: TARGETS, results });

async function measureDispatch() {
  const installation = await Installation.start({ env: { TERMINAL_KEY: KEY } });
  try {
    const workspace = await makeWorkspace(installation.workspacesRoot);
    const { origin, port } = installation;
    return await inChromium(port, `dispatch.localhost:${port}`, async (page, measure) => {
      await page.goto(`${origin}/sign-in`);
      await page.locator('input[type=password]').fill(KEY);
      const first = await measure(() => page.keyboard.press('Enter'));
      return { first, ...(await openFolder(page, measure, origin, workspace)) };
    });
  } finally {
    await installation.stop();
  }
}

async function measureStock(composition) {
  const stock = await StockTheia.start({ composition });
  try {
    const workspace = await makeWorkspace(stock.workspacesRoot);
    const { origin, port } = stock;
    return await inChromium(port, `127.0.0.1:${port}`, async (page, measure) => {
      const first = await measure(() => page.goto(origin));
      return { first, ...(await openFolder(page, measure, origin, workspace)) };
    });
  } finally {
    await stock.stop();
  }
}

/** A folder opened for the first time, and the same page loaded again. */
async function openFolder(page, measure, origin, workspace) {
  const opened = await measure(async () => {
    await page.goto(`${origin}/#${workspace}`);
    await page.reload();
  });
  return { opened, second: await measure(() => page.reload()) };
}

async function makeWorkspace(root) {
  const workspace = join(root, 'project');
  await mkdir(workspace, { recursive: true });
  await writeFile(join(workspace, 'main.ts'), 'export const answer: number = 42;\n');
  return workspace;
}

/** Runs `what` with a fresh Chromium that reaches `host` through a counting proxy only. */
async function inChromium(port, host, what) {
  const counter = await countingProxy(port);
  const browser = await startChromium([`--host-resolver-rules=MAP ${host} 127.0.0.1:${counter.port}`]);
  try {
    const page = await browser.newPage();
    return await what(page, action => measureMoved(counter, page, action));
  } finally {
    await browser.close();
    counter.close();
  }
}

/** Does `action`, waits until nothing moves, and answers what moved meanwhile. */
async function measureMoved(counter, page, action) {
  const before = counter.snapshot();
  const startedAt = performance.now();
  await action();
  await isUsable(page);
  const usableMs = performance.now() - startedAt;
  while (performance.now() - counter.lastMovedAt() < QUIET_MS) {
    await new Promise(done => setTimeout(done, 100));
  }
  const after = counter.snapshot();
  const moved = Object.fromEntries(Object.keys(before).map(key => [key, after[key] - before[key]]));
  return { ...moved, total: moved.down + moved.up, usableMs: Math.round(usableMs) };
}

function report(all) {
  const lines = [['', 'load', 'total', 'down', 'WebSocket down', 'up', 'usable after', 'target']];
  for (const [product, loads] of Object.entries(all)) {
    for (const [load, figures] of Object.entries(loads)) {
      const target = product === 'this installation' ? TARGETS[load] : undefined;
      lines.push([
        product,
        { first: 'first', opened: 'a folder, first time', second: 'second (reload)' }[load],
        ...[figures.total, figures.down, figures.socketDown, figures.up].map(kilobytes),
        `${(figures.usableMs / 1000).toFixed(1)} s`,
        target ? `${kilobytes(target)}: ${figures.total <= target ? 'pass' : 'MISS'}` : ''
      ]);
      process.exitCode ||= target && figures.total > target ? 1 : 0;
    }
  }
  printTable(lines);
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000).toLocaleString('en')} KB`;
}
