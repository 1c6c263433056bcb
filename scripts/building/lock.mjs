import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `run` while no other process holds the lock of this file: two builds in one checkout would write over each other.
 * Waits as long as the other lives; `onWait` is told once. A lock whose owner is gone counts for nothing.
 */
export async function withLock(file, onWait, run) {
  mkdirSync(dirname(file), { recursive: true });
  let waited = false;
  while (!take(file)) {
    if (!waited) {
      onWait();
      waited = true;
    }
    await delay(200);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await run();
  } finally {
    release();
    process.off('exit', release);
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
    removeIfOrphaned(file);
    return false;
  }
}

function removeIfOrphaned(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner) {
      process.kill(owner, 0);
    }
  } catch (error) {
    // No such process: it was killed in mid-build. No such file: it has just been released.
    if (error.code === 'ESRCH') {
      rmSync(file, { force: true });
    }
  }
}
