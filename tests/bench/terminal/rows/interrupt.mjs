import { setTimeout as delay } from 'node:timers/promises';
import { calm } from '../../support/calm.mjs';
import { median, quantile } from '../../support/figures.mjs';

const TARGET_MS = 150;
const FLOOD_MS = 3_000;

/** Ctrl+C during `yes`, after three seconds of it, until the prompt is shown. */
export const interrupt = {
  name: 'interrupt',
  samples: 5,
  async run({ ours, stock, samples }) {
    const [our, theirs] = [[], []];
    for (let sample = 0; sample < samples; sample++) {
      our.push(await interruptOnce(ours));
      theirs.push(await interruptOnce(stock));
    }
    const say = times => `${Math.round(median(times))} ms (worst ${Math.round(quantile(times, 1))})`;
    return [
      {
        figure: 'Ctrl+C during yes until the prompt is shown',
        ours: say(our),
        stock: say(theirs),
        target: `${TARGET_MS} ms`,
        reached: `${(median(our) / median(theirs)).toFixed(2)} × stock`,
        pass: median(our) <= TARGET_MS,
        values: { oursMs: our, stockMs: theirs }
      }
    ];
  }
};

async function interruptOnce({ screen }) {
  await calm();
  await screen.start('yes');
  await delay(FLOOD_MS);
  return (await screen.press('Control+c', screen.prompt)) ?? Infinity;
}
