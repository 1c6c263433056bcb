import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../support/figures.mjs';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** Keys on one line before it is emptied. */
const LINE_KEYS = 40;
/** How long one key is waited for, and how many that never came end the measurement. */
const LIMIT_MS = 15_000;
const MAX_LOST = 3;

/** The ms from a key down to its letter in the page, of many keys at a prompt, with irregular pauses as a person has. */
export async function echoTimes(screen, keys) {
  const times = [];
  let lost = 0;
  let line = '';
  for (let key = 0; key < keys && lost < MAX_LOST; key++) {
    if (line.length === LINE_KEYS) {
      await screen.press('Control+u', screen.prompt, LIMIT_MS);
      line = '';
    }
    const letter = LETTERS[key % LETTERS.length];
    line += letter;
    const ms = await screen.press(letter, `${screen.prompt} ${line}`, LIMIT_MS);
    times.push(ms ?? LIMIT_MS);
    lost += ms === undefined ? 1 : 0;
    await delay(20 + Math.random() * 60);
  }
  await screen.press('Control+u', screen.prompt, LIMIT_MS);
  return times;
}

/** `p50 / p95` in words. */
export function sayEcho(times) {
  const worst = quantile(times, 1) >= LIMIT_MS ? ', some never' : '';
  return `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.95).toFixed(1)} ms${worst}`;
}
