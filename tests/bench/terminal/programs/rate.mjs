// Prints counted lines at 0.4 MB/s for 15 s and reports how much it was kept waiting: `node rate.mjs GO-FILE REPORTS`.
// It begins when the file is there.
import { existsSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const [goFile, reports] = process.argv.slice(2);
const EVERY_MS = 50;
const CHUNK_LINES = 250;
const LINE = 'x'.repeat(70);
const CHUNKS = 300;

console.log('waiting');
while (!existsSync(goFile)) {
  await delay(100);
}
const startedAt = performance.now();
const writeMs = [];
let number = 0;
for (let chunk = 0; chunk < CHUNKS; chunk++) {
  await delay(Math.max(0, startedAt + chunk * EVERY_MS - performance.now()));
  const lines = Array.from({ length: CHUNK_LINES }, () => `${String(++number).padStart(8)} ${LINE}\n`).join('');
  const writingAt = performance.now();
  writeAll(Buffer.from(lines));
  writeMs.push(performance.now() - writingAt);
}
const tookMs = performance.now() - startedAt;
writeMs.sort((a, b) => a - b);
writeFileSync(
  join(reports, `${process.pid}.json`),
  JSON.stringify({
    behindMs: tookMs - (CHUNKS - 1) * EVERY_MS,
    writeP99Ms: writeMs[Math.floor(writeMs.length * 0.99)],
    writeMaxMs: writeMs.at(-1)
  })
);

function writeAll(bytes) {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(1, bytes, done);
  }
}
