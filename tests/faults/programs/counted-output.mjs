/**
 * `counted-output.mjs MARK LINES BYTES_PER_SECOND REPORT`: prints counted lines (see drill/domain/counted-output) at a rate,
 * 0 for as fast as it can, and writes to the file REPORT how long it took and how late it was at worst, as JSON.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { COUNTED_LINE_BYTES, countedLine } = require('dispatch-extension/lib/drill/domain/counted-output');

const [mark, lineCount, bytesPerSecond, report] = process.argv.slice(2);
const lines = Number(lineCount);
const perMs = Number(bytesPerSecond) / COUNTED_LINE_BYTES / 1_000 || Infinity;
const startedAtMs = performance.now();
const tail = countedLine(mark, 1).slice(10);
let printed = 0;
let worstLateMs = 0;

function step() {
  const elapsedMs = performance.now() - startedAtMs;
  const due = Math.min(lines, perMs === Infinity ? printed + 1_000 : Math.floor(elapsedMs * perMs));
  let text = '';
  for (; printed < due; printed++) {
    text += `${String(printed + 1).padStart(10, '0')}${tail}\n`;
  }
  const beforeMs = performance.now();
  process.stdout.write(text, () => {
    worstLateMs = Math.max(worstLateMs, performance.now() - beforeMs);
    if (printed < lines) {
      setTimeout(step, perMs === Infinity ? 0 : 20);
    } else {
      const durationMs = Math.round(performance.now() - startedAtMs);
      writeFileSync(report, JSON.stringify({ durationMs, worstLateMs: Math.round(worstLateMs) }));
    }
  });
}

step();
