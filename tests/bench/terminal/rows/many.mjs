import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../../support/figures.mjs';
import { echoTimes, sayEcho } from '../echo-times.mjs';
import { Screen } from '../screen.mjs';

const TERMINALS = 50;
const TARGET_ECHO_MS = 100;
/** A program is undelayed when it ends at most this long after its schedule of 15 s. */
const UNDELAYED_MS = 150;
/** Keys that fit into the time in which the programs print. */
const KEYS = 120;

/** 50 terminals at 0.4 MB/s each that nobody looks at: what the programs wait, and the echo in one more terminal. */
export const many = {
  name: 'many',
  oursOnly: true,
  samples: TERMINALS,
  async run({ ours, home, samples: terminals }) {
    const alone = await measure(ours.screen, home, terminals, () => startUnseen(ours, home, terminals));
    return rows(`${terminals} terminals at 0.4 MB/s that nobody looks at`, alone);
  }
};

/** The same as tabs of another page, also of stock Theia. */
export const manyTabs = {
  name: 'many-tabs',
  samples: TERMINALS,
  async run({ ours, stock, home, samples: terminals }) {
    const our = await measure(ours.screen, home, terminals, () => startInTabs(ours, terminals));
    const theirs = await measure(stock.screen, home, terminals, () => startInTabs(stock, terminals));
    return rows(`${terminals} terminals at 0.4 MB/s as tabs of another page`, our, theirs);
  }
};

function rows(figure, our, theirs) {
  const echoMs = quantile(our.echo, 0.95);
  return [
    {
      figure: `${figure}: programs behind, worst (longest write)`,
      ours: sayDelay(our.programs),
      stock: theirs && sayDelay(theirs.programs),
      target: `${UNDELAYED_MS} ms`,
      pass: our.programs.every(({ behindMs }) => behindMs <= UNDELAYED_MS),
      values: { ours: our.programs, stock: theirs?.programs }
    },
    {
      figure: `${figure}: key to echo in one more, p50 / p95`,
      ours: sayEcho(our.echo),
      stock: theirs && sayEcho(theirs.echo),
      target: `p95 ${TARGET_ECHO_MS} ms`,
      pass: echoMs <= TARGET_ECHO_MS,
      values: { oursMs: our.echo, stockMs: theirs?.echo }
    }
  ];
}

function sayDelay(programs) {
  const worst = key => Math.round(Math.max(...programs.map(each => each[key])));
  return `${worst('behindMs')} ms (${worst('writeMaxMs')})`;
}

/** Starts the programs, measures the echo while they print, and waits for their reports. */
async function measure(screen, home, terminals, startPrograms) {
  await Promise.all((await readdir(home.reports)).map(file => rm(join(home.reports, file))));
  const stopPrograms = await startPrograms();
  try {
    await delay(3_000);
    await home.go();
    const echo = await echoTimes(screen, KEYS);
    return { echo, programs: await reports(home, terminals) };
  } finally {
    await home.halt();
    await stopPrograms();
  }
}

async function reports(home, count, limitMs = 90_000) {
  const endAt = performance.now() + limitMs;
  let files = [];
  while (files.length < count && performance.now() < endAt) {
    await delay(500);
    files = await readdir(home.reports);
  }
  if (files.length < count) {
    throw new Error(`${files.length} of ${count} programs have ended after ${limitMs} ms`);
  }
  return Promise.all(files.map(async file => JSON.parse(await readFile(join(home.reports, file), 'utf8'))));
}

async function startUnseen(ours, home, terminals) {
  const connection = await ours.connect();
  const sessions = [];
  for (let count = 0; count < terminals; count++) {
    const session = await connection.create('terminal', { shell: '/bin/bash' }, { folder: ours.workspace });
    const viewer = connection.attach(session);
    viewer.type('rate\r');
    await viewer.until(() => viewer.text.includes('waiting'), 30_000);
    viewer.detach();
    sessions.push(session);
  }
  return async () => {
    await Promise.all(sessions.map(({ id }) => connection.call('endSession', { sessionId: id })));
    connection.cut();
  };
}

async function startInTabs(product, terminals) {
  const page = await product.newPage();
  for (let count = 0; count < terminals; count++) {
    await (await Screen.open(page)).start('rate');
  }
  await product.page.bringToFront();
  return () => page.close();
}
