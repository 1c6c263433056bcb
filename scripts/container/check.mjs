// Starts the entry point as the container would, and tries it: health, sign-in, a terminal, what it may and may not do.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const [folder, root] = process.argv.slice(2);
const checkout = join(import.meta.dirname, '../..');
const load = createRequire(join(checkout, 'tests/package.json'));
const WebSocket = load('ws');
const { encodeFrame, decodeFrame, FrameType } = load('dispatch-extension/lib/session/common/stream-frames');
const { SESSION_SOCKET_PATH } = load('dispatch-extension/lib/session/common/session-protocol');

const KEY = 'a-key-for-the-rehearsal';
const origin = 'http://127.0.0.1:3030';
const env = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  TERMINAL_KEY: KEY,
  ...JSON.parse(readFileSync(join(folder, 'env.json'), 'utf8'))
};
const entrypoint = JSON.parse(readFileSync(join(folder, 'entrypoint.json'), 'utf8'));
const drop = [
  '--reuid',
  '10001',
  '--regid',
  '10001',
  '--clear-groups',
  '--no-new-privs',
  '--bounding-set=-all',
  '--inh-caps=-all'
];

// In a pid namespace of its own, so that the init of the entry point is PID 1, as in a container.
const inside = 'mount -t proc proc "$0/proc" && exec chroot "$0" setpriv "$@"';
const server = spawn(
  'unshare',
  [
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    'bash',
    '-c',
    inside,
    root,
    ...drop,
    'env',
    '-C',
    '/workspaces',
    ...entrypoint
  ],
  { env, stdio: ['ignore', 'pipe', 'pipe'] }
);
let printed = '';
server.stdout.on('data', chunk => (printed += chunk));
server.stderr.on('data', chunk => (printed += chunk));
let failures = 0;

try {
  const startedAt = performance.now();
  await until('it answers /healthz', async () => (await fetch(`${origin}/healthz`).catch(() => undefined))?.ok, 60_000);
  say(true, `listens ${((performance.now() - startedAt) / 1000).toFixed(1)} s after the start`);
  const cookie = await signIn();
  say(cookie !== undefined, 'signs in by TERMINAL_KEY');
  await until('the IDE answers', async () => (await fetch(`${origin}/`, { headers: { cookie } })).ok, 60_000);
  say(true, 'serves the IDE');
  const shown = await inTerminal(
    cookie,
    'id -u; grep CapEff /proc/self/status; touch /opt/dispatch/x /usr/x 2>&1; touch /data/ok /workspaces/ok /tmp/ok && echo writable; tr "\\0" "\\n" </proc/self/environ | grep -c TERMINAL_KEY; /opt/dispatch/browser-app/lib/backend/claude-sandbox --probe; exit 7\r'
  );
  expect(shown, /\b10001\b/, 'a shell runs as uid 10001');
  expect(shown, /CapEff:\s+0000000000000000/, 'it has no capabilities');
  expect(shown, /cannot touch '\/opt\/dispatch\/x'/, 'the program is read-only');
  expect(shown, /cannot touch '\/usr\/x'/, 'the system is read-only');
  expect(shown, /\bwritable\b/, 'volumes and tmpfs are writable');
  expect(shown, /^0\r?$/m, 'the key is not in its environment');
  expect(shown, /landlock=\d+ seccomp=1 supervised=1/, 'the launcher of the sandbox runs, and its supervisor');
  // A container engine signals PID 1; seen from here it is the child of `unshare`.
  const init = Number(readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim());
  if (!(init > 1)) {
    throw new Error('the init of the container is not there');
  }
  process.kill(init, 'SIGTERM');
  const code = await Promise.race([
    new Promise(done => server.once('exit', done)),
    wait(15_000).then(() => 'still running')
  ]);
  say(code === 0, `SIGTERM ends it with exit code 0 (${code})`);
} catch (error) {
  say(false, String(error));
}
if (failures > 0) {
  console.error(`\n${printed}`);
  for (const name of ['gateway', 'ide', 'session-host']) {
    console.error(`── ${name}.log\n${tail(join(folder, 'data/logs', `${name}.log`))}`);
  }
}
process.exit(failures === 0 ? 0 : 1);

async function signIn() {
  const response = await fetch(`${origin}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    body: new URLSearchParams({ key: KEY })
  });
  return response.headers.getSetCookie()[0]?.split(';')[0];
}

/** Starts a terminal through the session socket, types, and gives everything that came until it ended. */
async function inTerminal(cookie, typed) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${SESSION_SOCKET_PATH}`, {
    headers: { cookie, origin }
  });
  await new Promise((opened, failed) => socket.once('open', opened).once('error', failed));
  const ended = new Promise((done, failed) => {
    let shown = '';
    socket.on('message', (data, binary) => {
      if (!binary) {
        const message = JSON.parse(data.toString());
        if (message.id === 1) {
          if (message.error) {
            failed(new Error(message.error.message));
          } else {
            begin(message.result.session.id);
          }
        }
        return;
      }
      const frame = decodeFrame(new Uint8Array(data));
      if (frame.type === FrameType.Snapshot || frame.type === FrameType.Data) {
        shown += Buffer.from(frame.bytes).toString();
      } else if (frame.type === FrameType.Exit) {
        done(shown);
      } else if (frame.type === FrameType.Refused) {
        failed(new Error(frame.error.message));
      }
    });
  });
  const begin = sessionId => {
    const request = { sessionId, viewerId: 'container-rehearsal', window: 1 << 20, grid: { columns: 200, rows: 50 } };
    socket.send(encodeFrame({ type: FrameType.Attach, channel: 1, request }));
    socket.send(encodeFrame({ type: FrameType.Input, channel: 1, seq: 1, bytes: Buffer.from(typed) }));
  };
  socket.send(JSON.stringify({ id: 1, method: 'createSession', params: { kind: 'terminal', folder: '/workspaces' } }));
  const shown = await Promise.race([
    ended,
    wait(20_000).then(() => Promise.reject(new Error('the terminal did not end within 20 s')))
  ]);
  socket.close();
  return shown;
}

function expect(text, pattern, what) {
  say(pattern.test(text), what);
  if (!pattern.test(text)) {
    console.error(text);
  }
}

function say(ok, what) {
  console.log(`${ok ? '✓' : '✗'} ${what}`);
  failures += ok ? 0 : 1;
}

async function until(what, condition, timeoutMs) {
  const endAt = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (server.exitCode !== null) {
      throw new Error(`it ended with exit code ${server.exitCode}`);
    }
    if (performance.now() > endAt) {
      throw new Error(`not within ${timeoutMs} ms: ${what}`);
    }
    await wait(100);
  }
}

function tail(path) {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(-30).join('\n');
  } catch (error) {
    return String(error);
  }
}

function wait(ms) {
  return new Promise(done => setTimeout(done, ms));
}
