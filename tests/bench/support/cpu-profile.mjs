import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from './paths.mjs';

const { WebSocket } = createRequire(import.meta.url)('ws');
/** Where Node listens when it is sent SIGUSR1. */
const INSPECTOR = 'http://127.0.0.1:9229/json';
const TOP = 12;

/** Runs `what` and prints where the session host and the first page spent their time; whole profiles go to `tests/results`. */
export async function profiled(name, product, what) {
  const page = await product.context.newCDPSession(product.page);
  const host = await inspectNode(await product.sessionHostPid());
  return recorded(name, { page, 'session-host': host }, what);
}

/** The same for a Node process alone, a session host by its id. */
export async function profiledNode(name, pid, what) {
  return recorded(name, { 'session-host': await inspectNode(pid) }, what);
}

async function recorded(name, ends, what) {
  for (const end of Object.values(ends)) {
    await end.send('Profiler.enable');
    await end.send('Profiler.start');
  }
  try {
    return await what();
  } finally {
    for (const [process, end] of Object.entries(ends)) {
      const { profile } = await end.send('Profiler.stop');
      save(`${name}-${process}`, profile);
      await end.detach();
    }
  }
}

function save(name, profile) {
  const folder = join(ROOT, 'tests', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  const selfMs = new Map();
  const byId = new Map(profile.nodes.map(node => [node.id, node.callFrame]));
  profile.samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id);
    const where = `${functionName || '(anonymous)'} ${url.split('/').at(-1)}:${lineNumber + 1}`;
    selfMs.set(where, (selfMs.get(where) ?? 0) + profile.timeDeltas[index] / 1000);
  });
  console.log(`\n${name}: where the time went, in ms of its own`);
  [...selfMs]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TOP)
    .forEach(([where, ms]) => console.log(`${String(Math.round(ms)).padStart(8)} ${where}`));
}

/** Speaks the inspector's protocol with a Node process that is running. */
async function inspectNode(pid) {
  process.kill(pid, 'SIGUSR1');
  let targets;
  while (!targets) {
    await delay(50);
    targets = await fetch(INSPECTOR).then(
      response => response.json(),
      () => undefined
    );
  }
  const socket = new WebSocket(targets[0].webSocketDebuggerUrl);
  await new Promise((opened, failed) => socket.once('open', opened).once('error', failed));
  const waiting = new Map();
  let lastId = 0;
  socket.on('message', data => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  return {
    send: method =>
      new Promise(answered => {
        waiting.set(++lastId, answered);
        socket.send(JSON.stringify({ id: lastId, method }));
      }),
    detach: () => socket.close()
  };
}
