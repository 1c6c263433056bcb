// What a page moves over the network: the first time in a browser, and the second. Counted where nothing can hide, by a
// TCP proxy between Chromium and the gateway: headers, WebSocket frames, everything, in both directions.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const load = createRequire(import.meta.url);
const { chromium } = load('@playwright/test');
const { Installation } = load('../lib/harness/installation.js');

const KEY = 'first-load-bench-key';
/** A page counts as loaded when nothing has moved for this long, in ms. */
const QUIET_MS = 8_000;
const TARGETS = { first: 5_000_000, second: 100_000 };
/** Stock Theia 1.74.1 with the same packages, without plugins: its files as they lie in `lib/frontend`, uncompressed. */
const STOCK = { first: '23 MB', second: '0.5 MB' };

const installation = await Installation.start({ env: { TERMINAL_KEY: KEY } });
try {
  const workspace = join(installation.workspacesRoot, 'project');
  await mkdir(workspace, { recursive: true });
  await writeFile(join(workspace, 'main.ts'), 'export const answer: number = 42;\n');
  const counter = await countingProxy(installation.port);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP dispatch.localhost:${installation.port} 127.0.0.1:${counter.port}`
    ]
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${installation.origin}/sign-in`);
    await page.locator('input[type=password]').fill(KEY);
    const first = await measure(counter, async () => {
      await page.keyboard.press('Enter');
      await isUsable(page);
    });
    const opened = await measure(counter, async () => {
      await page.goto(`${installation.origin}/#${workspace}`);
      await page.reload();
      await isUsable(page);
    });
    const second = await measure(counter, async () => {
      await page.reload();
      await isUsable(page);
    });
    row('first load (sign-in to usable page)', first, TARGETS.first, STOCK.first);
    row('a folder opened for the first time', opened);
    row('second load (reload of that folder)', second, TARGETS.second, STOCK.second);
  } finally {
    await browser.close();
    counter.close();
  }
} finally {
  await installation.stop();
}

async function isUsable(page) {
  await page.locator('#theia-app-shell').waitFor({ timeout: 60_000 });
  await page.locator('.theia-preload').waitFor({ state: 'detached', timeout: 60_000 });
}

/** Runs `what`, waits until nothing moves, and answers what moved meanwhile. */
async function measure(counter, what) {
  const before = counter.snapshot();
  const startedAt = performance.now();
  await what();
  const usableMs = performance.now() - startedAt;
  while (performance.now() - counter.lastMovedAt() < QUIET_MS) {
    await new Promise(done => setTimeout(done, 100));
  }
  const after = counter.snapshot();
  const moved = key => after[key] - before[key];
  return {
    down: moved('down'),
    up: moved('up'),
    socketDown: moved('socketDown'),
    socketUp: moved('socketUp'),
    usableMs
  };
}

function row(what, { down, up, socketDown, socketUp, usableMs }, target, stock) {
  const total = down + up;
  const verdict = target ? `${total <= target ? 'within' : 'ABOVE'} ${kilobytes(target)}; stock Theia ${stock}` : '';
  console.log(
    `${what.padEnd(37)} ${kilobytes(total)} (down ${kilobytes(down)}, of it WebSocket ${kilobytes(socketDown)}; ` +
      `up ${kilobytes(up)}, WebSocket ${kilobytes(socketUp)}), usable after ${(usableMs / 1000).toFixed(1)} s  ${verdict}`
  );
  if (target && total > target) {
    process.exitCode = 1;
  }
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000).toLocaleString('en')} KB`;
}

/** Passes bytes on to the gateway and counts them; those of connections that became WebSockets also by themselves. */
function countingProxy(gatewayPort) {
  const counts = { down: 0, up: 0, socketDown: 0, socketUp: 0 };
  let movedAt = performance.now();
  const server = createServer(client => {
    const upstream = connect(gatewayPort, '127.0.0.1');
    let isSocket = false;
    client.on('data', chunk => {
      isSocket ||= chunk.includes('Upgrade: websocket');
      count(isSocket, 'up', chunk);
    });
    upstream.on('data', chunk => count(isSocket, 'down', chunk));
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  function count(isSocket, direction, chunk) {
    counts[direction] += chunk.length;
    // Pings and the like do not keep a page from being loaded.
    movedAt = chunk.length > 200 ? performance.now() : movedAt;
    if (isSocket) {
      counts[direction === 'up' ? 'socketUp' : 'socketDown'] += chunk.length;
    }
  }
  return new Promise(ready =>
    server.listen(0, '127.0.0.1', () =>
      ready({
        port: server.address().port,
        snapshot: () => ({ ...counts }),
        lastMovedAt: () => movedAt,
        close: () => server.close()
      })
    )
  );
}
