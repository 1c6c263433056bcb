import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const TERMINALS = 100;
const TARGET_MB = 250;
/** How long the shells have to become idle, in ms. */
const SETTLE_MS = 5_000;

/** What the session host alone takes with 100 idle terminals, without their shells. */
export const idleMemory = {
  name: 'memory',
  oursOnly: true,
  samples: TERMINALS,
  async run({ ours, samples: terminals }) {
    const pid = await ours.sessionHostPid();
    const before = await proportionalMb(pid);
    const connection = await ours.connect();
    const sessions = [];
    for (let count = 0; count < terminals; count++) {
      sessions.push(await connection.create('terminal', { shell: '/bin/bash' }, { folder: ours.workspace }));
    }
    await delay(SETTLE_MS);
    const after = await proportionalMb(pid);
    await Promise.all(sessions.map(({ id }) => connection.call('endSession', { sessionId: id })));
    connection.cut();
    return [
      {
        figure: `session host with ${terminals} idle terminals, PSS`,
        ours: `${Math.round(after)} MB (${Math.round(before)} MB with one)`,
        target: `${TARGET_MB} MB`,
        pass: after <= TARGET_MB,
        values: { beforeMb: before, afterMb: after, terminals }
      }
    ];
  }
};

async function proportionalMb(pid) {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return (Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)[1]) * 1024) / 1e6;
}
