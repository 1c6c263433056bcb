// How long `npm start` takes until it listens, and until the IDE answers, when everything is built; beside the same with
// Node alone starting an empty server, which is the floor.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const { Installation } = load('../lib/harness/installation.js');
const RUNS = 5;

const listening = [];
const usable = [];
for (let run = 0; run < RUNS; run++) {
  const startedAt = performance.now();
  const installation = await Installation.start();
  try {
    listening.push(performance.now() - startedAt);
    while (!(await installation.ideHealth().catch(() => undefined))) {
      await new Promise(done => setTimeout(done, 25));
    }
    usable.push(performance.now() - startedAt);
  } finally {
    await installation.stop();
  }
}
const floor = [];
for (let run = 0; run < RUNS; run++) {
  const startedAt = performance.now();
  const code = "require('http').createServer().listen(0, '127.0.0.1', () => process.exit(0))";
  await new Promise(done => spawn(process.execPath, ['-e', code]).once('exit', done));
  floor.push(performance.now() - startedAt);
}

row('npm start until it listens', listening, 'at most 5,000 ms');
row('npm start until the IDE answers', usable, '');
row('Node with an empty server', floor, '');

function row(what, times, target) {
  const sorted = times.toSorted((a, b) => a - b).map(Math.round);
  const [min, median, max] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  console.log(`${what.padEnd(34)} median ${median} ms (${min}–${max}, ${RUNS} runs)  ${target}`);
}
