import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '../../support/figures.mjs';

const DRAIN = join(import.meta.dirname, '../programs/drain.mjs');
/** Times stock Theia, and share of what node-pty alone drains. */
const TARGET_STOCK = 6;
const TARGET_NODE_PTY = 0.7;

/** `cat` of a 20 MB file until the prompt is shown. */
export const cat = {
  name: 'cat',
  samples: 5,
  async run({ ours, stock, home, samples }) {
    const rate = times => home.bytes / 1e3 / median(times);
    const alone = rate(Array.from({ length: samples }, () => drainAlone(home.bigFile)));
    const ourTimes = await catTimes(ours, home, samples);
    const theirTimes = await catTimes(stock, home, samples);
    const [our, theirs] = [rate(ourTimes.shown), rate(theirTimes.shown)];
    const say = value => `${value.toFixed(1)} MB/s`;
    const sayBoth = ({ shown, program }) => `${say(rate(shown))} (the program ${say(rate(program))})`;
    return [
      {
        figure: 'cat of 20 MB until the prompt is shown',
        ours: sayBoth(ourTimes),
        stock: sayBoth(theirTimes),
        other: `node-pty alone ${say(alone)}`,
        target: `${TARGET_STOCK} × stock, ${TARGET_NODE_PTY} × node-pty alone`,
        reached: `${(our / theirs).toFixed(1)} × stock, ${(our / alone).toFixed(2)} × node-pty`,
        pass: our >= TARGET_STOCK * theirs && our >= TARGET_NODE_PTY * alone,
        values: { oursMs: ourTimes, stockMs: theirTimes, nodePtyMbPerS: alone }
      }
    ];
  }
};

/** The ms until the prompt is shown, and the ms that `cat` itself took. */
async function catTimes({ screen }, home, samples) {
  const times = { shown: [], program: [] };
  for (let sample = 0; sample < samples; sample++) {
    times.shown.push((await screen.run(`timed cat ${home.bigFile}`)) ?? Infinity);
    times.program.push(Number(await readFile(home.timeFile, 'utf8')) * 1_000);
  }
  return times;
}

function drainAlone(file) {
  return JSON.parse(execFileSync(process.execPath, [DRAIN, file], { encoding: 'utf8' })).ms;
}
