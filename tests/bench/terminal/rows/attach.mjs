import { setTimeout as delay } from 'node:timers/promises';
import { calm } from '../../support/calm.mjs';
import { median, quantile } from '../../support/figures.mjs';
import { ShellHome } from '../shell-home.mjs';

const TARGET_MS = 200;
const HISTORY_BYTES = 64 * 1024 * 1024;
const TITLE = 'a long history';

/** Attaching to a terminal with 64 MiB of history, from the click in the list until its screen is shown. */
export const attach = {
  name: 'attach',
  oursOnly: true,
  samples: 10,
  async run({ ours, home, samples }) {
    const prompt = await makeHistory(ours, home);
    const page = await ours.newPage();
    await page.locator('[id="shell-tab-dispatch-sessions"]').click();
    const times = [];
    for (let sample = 0; sample < samples; sample++) {
      await calm();
      times.push(await attachOnce(page, prompt));
    }
    await page.close();
    return [
      {
        figure: 'attach to 64 MiB of history until its screen is shown',
        ours: `${Math.round(median(times))} ms (worst ${Math.round(quantile(times, 1))})`,
        stock: 'keeps 1 MiB',
        target: `${TARGET_MS} ms`,
        pass: median(times) <= TARGET_MS,
        values: { oursMs: times }
      }
    ];
  }
};

async function attachOnce(page, prompt) {
  await page.evaluate(line => window.bench.armClick(line), prompt);
  await page.locator('.dispatch-session-row', { hasText: TITLE }).first().click();
  const ms = await page.evaluate(() => window.bench.result(30_000));
  await delay(500);
  await page.locator('#theia-bottom-content-panel .lm-TabBar-tab.lm-mod-current .lm-TabBar-tabCloseIcon').click();
  await page.locator('.dispatch-terminal').waitFor({ state: 'detached' });
  await delay(300);
  return ms ?? Infinity;
}

/** A terminal that has printed the file often enough; answers its prompt. */
async function makeHistory(ours, home) {
  const connection = await ours.connect();
  const options = { shell: '/bin/bash', grid: { columns: 120, rows: 30 } };
  const session = await connection.create('terminal', options, { title: TITLE, folder: ours.workspace });
  const viewer = connection.attach(session);
  let commands = 0;
  for (let bytes = 0; bytes < HISTORY_BYTES; bytes += home.bytes) {
    viewer.type(`cat ${home.bigFile}\r`);
    commands += 1;
    const prompt = ShellHome.prompt(commands);
    await viewer.until(
      () => viewer.text.includes(prompt) || viewer.snapshots.some(each => each.bytes.includes(prompt)),
      60_000
    );
  }
  viewer.detach();
  connection.cut();
  return ShellHome.prompt(commands);
}
