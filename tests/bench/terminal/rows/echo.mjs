import { calm } from '../../support/calm.mjs';
import { quantile } from '../../support/figures.mjs';
import { echoTimes, sayEcho } from '../echo-times.mjs';

/** Of stock Theia, at p50 and p95. */
const TARGET_STOCK = 0.8;
/** The products take turns of so many keys. */
const TURN_KEYS = 40;

/** Key to echo on the screen while nothing else happens. */
export const echo = {
  name: 'echo',
  samples: 200,
  async run({ ours, stock, samples, judgesStock }) {
    const [our, theirs] = [[], []];
    while (our.length < samples) {
      const keys = Math.min(TURN_KEYS, samples - our.length);
      await calm();
      our.push(...(await echoTimes(ours.screen, keys)));
      await calm();
      theirs.push(...(await echoTimes(stock.screen, keys)));
    }
    const [half, most] = [0.5, 0.95].map(share => quantile(our, share) / quantile(theirs, share));
    return [
      {
        figure: 'key to echo, idle, p50 / p95',
        ours: sayEcho(our),
        stock: sayEcho(theirs),
        target: `${TARGET_STOCK} × stock as it ships, at both`,
        reached: `${half.toFixed(2)} × / ${most.toFixed(2)} × stock`,
        pass: !judgesStock || (half <= TARGET_STOCK && most <= TARGET_STOCK),
        values: { oursMs: our, stockMs: theirs }
      }
    ];
  }
};
