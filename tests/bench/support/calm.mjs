import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** The machine counts as calm when this share of it was idle in the last `LOOK_MS`. */
const IDLE_SHARE = 0.6;
const LOOK_MS = 250;
/** What a machine that never rests costs at each sample, in ms. */
const PATIENCE_MS = 3_000;

const seen = [];

/** Waits until the machine is calm, or has not become so in 3 s; every sample begins with it. */
export async function calm() {
  const endAt = performance.now() + PATIENCE_MS;
  let idle;
  do {
    idle = await idleShare();
  } while (idle < IDLE_SHARE && performance.now() < endAt);
  seen.push(idle);
}

/** Of the samples since the last call, in words: how many began on a calm machine. */
export function sayCalm() {
  const all = seen.splice(0);
  return `${all.filter(idle => idle >= IDLE_SHARE).length} of ${all.length} samples began calm`;
}

async function idleShare() {
  const before = ticks();
  await delay(LOOK_MS);
  const after = ticks();
  return (after.idle - before.idle) / (after.all - before.all);
}

function ticks() {
  const times = cpus().map(({ times }) => times);
  const sum = pick => times.reduce((total, each) => total + pick(each), 0);
  return { idle: sum(({ idle }) => idle), all: sum(each => Object.values(each).reduce((a, b) => a + b, 0)) };
}
