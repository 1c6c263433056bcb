import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calm } from '../../support/calm.mjs';
import { median } from '../../support/figures.mjs';

const DRAIN = join(import.meta.dirname, '../programs/drain.mjs');
/** Times stock Theia, and share of what node-pty alone drains. */
const TARGET_STOCK = 6;
const TARGET_NODE_PTY = 0.7;

/** `cat` of a 20 MB file until the prompt is shown. */
export const cat = {
  name: 'cat',
  samples: 5,
  async run({ ours, stock, home, samples, judgesStock }) {
    const times = { ours: newTimes(), stock: newTimes(), alone: [] };
    for (let sample = 0; sample < samples; sample++) {
      await calm();
      times.alone.push(drainAlone(home.bigFile));
      await catOnce(ours, home, times.ours);
      await catOnce(stock, home, times.stock);
    }
    const rate = values => home.bytes / 1e3 / median(values);
    const [our, theirs, alone] = [rate(times.ours.shown), rate(times.stock.shown), rate(times.alone)];
    const say = value => `${value.toFixed(1)} MB/s`;
    const sayBoth = ({ shown, program }) => `${say(rate(shown))} (the program ${say(rate(program))})`;
    return [
      {
        figure: 'cat of 20 MB until the prompt is shown',
        ours: sayBoth(times.ours),
        stock: sayBoth(times.stock),
        other: `node-pty alone ${say(alone)}`,
        target: `${TARGET_STOCK} × stock as it ships, ${TARGET_NODE_PTY} × node-pty alone`,
        reached: `${(our / theirs).toFixed(1)} × stock, ${(our / alone).toFixed(2)} × node-pty`,
        pass: (!judgesStock || our >= TARGET_STOCK * theirs) && our >= TARGET_NODE_PTY * alone,
        values: { oursMs: times.ours, stockMs: times.stock, nodePtyMs: times.alone }
      }
    ];
  }
};

const newTimes = () => ({ shown: [], program: [] });

/** Adds the ms until the prompt is shown, and the ms that `cat` itself took. */
async function catOnce({ screen }, home, times) {
  await calm();
  times.shown.push((await screen.run(`timed cat ${home.bigFile}`)) ?? Infinity);
  times.program.push(Number(await readFile(home.timeFile, 'utf8')) * 1_000);
}

function drainAlone(file) {
  return JSON.parse(execFileSync(process.execPath, [DRAIN, file], { encoding: 'utf8' })).ms;
}
