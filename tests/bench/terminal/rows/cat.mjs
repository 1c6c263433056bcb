import { execFileSync } from 'node:child_process';
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
    const [our, theirs] = [await catTimes(ours, home, samples), await catTimes(stock, home, samples)].map(rate);
    const say = value => `${value.toFixed(1)} MB/s`;
    return [
      {
        figure: 'cat of 20 MB until the prompt is shown',
        ours: say(our),
        stock: say(theirs),
        other: `node-pty alone ${say(alone)}`,
        target: `${TARGET_STOCK} × stock, ${TARGET_NODE_PTY} × node-pty alone`,
        reached: `${(our / theirs).toFixed(1)} × stock, ${(our / alone).toFixed(2)} × node-pty`,
        pass: our >= TARGET_STOCK * theirs && our >= TARGET_NODE_PTY * alone,
        values: { oursMbPerS: our, stockMbPerS: theirs, nodePtyMbPerS: alone }
      }
    ];
  }
};

async function catTimes({ screen }, home, samples) {
  const times = [];
  for (let sample = 0; sample < samples; sample++) {
    times.push((await screen.run(`cat ${home.bigFile}`)) ?? Infinity);
  }
  return times;
}

function drainAlone(file) {
  return JSON.parse(execFileSync(process.execPath, [DRAIN, file], { encoding: 'utf8' })).ms;
}
