import { quantile } from '../../support/figures.mjs';
import { echoTimes, sayEcho } from '../echo-times.mjs';
import { Screen } from '../screen.mjs';

/** Of the idle p95. */
const TARGET_IDLE = 2;
const FLOODS = 5;

/** Key to echo while five other terminals of the same page flood. */
export const flood = {
  name: 'flood',
  samples: 200,
  async run({ ours, stock, home, samples }) {
    const our = await floodedTimes(ours, home, samples);
    const theirs = await floodedTimes(stock, home, samples);
    const times = ({ idle, flooded }) => quantile(flooded, 0.95) / quantile(idle, 0.95);
    return [
      {
        figure: `key to echo while ${FLOODS} other terminals flood, p50 / p95`,
        ours: sayEcho(our.flooded),
        stock: sayEcho(theirs.flooded),
        target: `p95 ${TARGET_IDLE} × idle`,
        reached: `${times(our).toFixed(1)} × idle (stock ${times(theirs).toFixed(1)} ×)`,
        pass: times(our) <= TARGET_IDLE,
        values: { ours: our, stock: theirs }
      }
    ];
  }
};

async function floodedTimes(product, home, samples) {
  const page = await product.newPage();
  try {
    for (let count = 0; count < FLOODS; count++) {
      await (await Screen.open(page)).start('flood');
    }
    const screen = await Screen.open(page);
    const idle = await echoTimes(screen, Math.ceil(samples / 2));
    await home.go();
    const flooded = await echoTimes(screen, samples);
    return { idle, flooded };
  } finally {
    await home.halt();
    await page.close();
  }
}
