/**
 * What the session host alone does, without gateway, ide and page: `node tests/bench/session-host.mjs [name …]`.
 * Each figure is taken from a session host of its own, in a process of its own. Prints one line of JSON for each.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const require = createRequire(join(root, 'tests/package.json'));
const lib = join(root, 'dispatch-extension/lib');
const { TestPage } = require(join(lib, 'session/testing/test-page.js'));
const { spawn: spawnPty } = require('node-pty');

const GRID = { columns: 120, rows: 30 };
const figures = { drain, interrupt, crowd, idle, attach, list };
const wanted = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'dispatch-bench-'));
try {
  for (const [name, measure] of Object.entries(figures)) {
    if (wanted.length === 0 || wanted.includes(name)) {
      console.log(JSON.stringify({ figure: name, ...(await measure(join(work, name))) }));
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/**
 * `cat` of 20 MB, as long as it takes the program to write it: drained by node-pty alone, and drained and logged here while
 * a viewer takes 10 MB/s. In turns, so that both have the same machine.
 */
async function drain(folder) {
  const script = `s=$EPOCHREALTIME; cat ${textFile(folder, 20e6)}; echo; echo TOOK $s $EPOCHREALTIME; sleep 0.2`;
  const host = await startHost(folder);
  const alone = [];
  const ours = [];
  let cpu = 0;
  for (let round = 0; round < 5; round++) {
    alone.push(20 / secondsIn(await drainAlone(script)));
    const before = host.cpuSeconds();
    const page = await host.page();
    const session = await shell(page, script);
    const viewer = paced(page.attach(session, { window: 128 * 1024, acknowledge: false }), 10e6);
    await viewer.until(() => viewer.exit !== undefined, 60_000);
    ours.push(20 / secondsIn(shown(viewer)));
    cpu += (host.cpuSeconds() - before) / 5;
    page.cut();
  }
  await host.stop();
  const [aloneMBs, oursMBs] = [median(alone), median(ours)];
  return {
    aloneMBs: round1(aloneMBs),
    oursMBs: round1(oursMBs),
    ratio: round1(oursMBs / aloneMBs, 100),
    hostCpuSeconds: round1(cpu, 100)
  };
}

/** Ctrl+C during `yes`: until the prompt is at a viewer that takes 5 MB/s. */
async function interrupt(folder) {
  const host = await startHost(folder);
  const times = [];
  for (let round = 0; round < 10; round++) {
    const page = await host.page();
    const session = await page.create('terminal', {
      shell: '/bin/bash',
      args: ['--norc', '-i'],
      grid: GRID,
      env: { PS1: 'PROMPT%' }
    });
    const viewer = paced(page.attach(session, { window: 128 * 1024, acknowledge: false }), 5e6);
    await viewer.until(() => shown(viewer).includes('PROMPT%'));
    viewer.type('yes\r');
    await new Promise(done => setTimeout(done, 2_000));
    const started = performance.now();
    viewer.type('\x03');
    // the prompt may be followed by modes
    await viewer.processed(text => text.lastIndexOf('PROMPT%') > text.lastIndexOf('y\n'));
    times.push(performance.now() - started);
    await page.call('endSession', { sessionId: session.id });
    page.cut();
  }
  await host.stop();
  return { medianMs: Math.round(median(times)), worstMs: Math.round(Math.max(...times)) };
}

/** 50 terminals that write 0.4 MB/s each: the echo of another, and whether the programs were delayed. */
async function crowd(folder) {
  const host = await startHost(folder);
  const page = await host.page();
  const writer = `const line = Buffer.alloc(20_000, 'some words of output that go on for a while\\n'); let n = 0; const t = Date.now();
    const next = () => { process.stdout.write(line); if (++n === 160) { console.log('took', Date.now() - t); } else { setTimeout(next, Math.max(0, t + n * 50 - Date.now())); } }; next();`;
  writeFileSync(join(folder, 'writer.cjs'), writer);
  const crowd = [];
  for (let number = 0; number < 50; number++) {
    crowd.push(await shell(page, `exec ${process.execPath} ${join(folder, 'writer.cjs')}`));
  }
  const own = await host.page();
  const session = await shell(own, 'cat');
  const viewer = own.attach(session, { from: 0 });
  const echoes = [];
  const [cpuBefore, sinceMs] = [host.cpuSeconds(), performance.now()];
  for (let key = 0; key < 150; key++) {
    const letter = String.fromCharCode(97 + (key % 26));
    const before = viewer.position;
    const started = performance.now();
    viewer.type(letter);
    while (viewer.position === before) {
      await new Promise(done => setImmediate(done));
    }
    echoes.push(performance.now() - started);
    await new Promise(done => setTimeout(done, 25));
  }
  const cpu = (host.cpuSeconds() - cpuBefore) / ((performance.now() - sinceMs) / 1000);
  echoes.sort((a, b) => a - b);
  await host.stop();
  return { echoP50Ms: round1(echoes[75]), echoP95Ms: round1(echoes[142]), hostCores: round1(cpu, 100) };
}

/** 100 terminals that wait for input. */
async function idle(folder) {
  const host = await startHost(folder);
  const page = await host.page();
  const emptyMiB = host.pssMiB();
  for (let number = 0; number < 100; number++) {
    const session = await page.create('terminal', { shell: '/bin/bash', args: ['--norc', '-i'], grid: GRID });
    const viewer = page.attach(session, {});
    await viewer.until(() => viewer.snapshots.length > 0 || viewer.position > 0, 20_000);
    viewer.detach();
  }
  await new Promise(done => setTimeout(done, 5_000));
  const fullMiB = host.pssMiB();
  await host.stop();
  return { emptyMiB, hundredMiB: fullMiB };
}

/** A terminal with more than 64 MiB of coloured text behind it: until its screen is at the viewer. */
async function attach(folder) {
  const file = textFile(folder, 80e6, true);
  const host = await startHost(folder);
  const page = await host.page();
  const session = await shell(page, `cat ${file}; echo; echo the-end; sleep 1000`);
  const watching = page.attach(session, {});
  await watching.until(() => shown(watching).includes('the-end'), 60_000);
  watching.detach();
  await new Promise(done => setTimeout(done, 3_000));
  const runningMs = await attachMs(page, session);
  await new Promise(done => setTimeout(done, 2_000));
  await host.stop(false);
  await host.start();
  const again = await host.page();
  const afterRestartMs = await attachMs(again, session);
  const secondTimeMs = await attachMs(again, session);
  await host.stop();
  return { runningMs, afterRestartMs, secondTimeMs };
}

/** 500 recorded terminals: from the start of the process until they are listed. */
async function list(folder) {
  const host = await startHost(folder);
  const page = await host.page();
  for (let number = 0; number < 500; number++) {
    const session = await shell(page, 'echo some words');
    if (number % 20 === 19) {
      const viewer = page.attach(session, { from: 0 });
      await viewer.until(() => viewer.exit !== undefined, 30_000);
    }
  }
  await host.stop(false);
  for (const name of readdirSync(join(folder, 'person/sessions'))) {
    const output = join(folder, 'person/sessions', name, 'output');
    mkdirSync(output, { recursive: true });
    cpSync(join(root, 'package.json'), join(output, '0000000000000100.log'));
  }
  const started = performance.now();
  await host.start();
  const { sessions } = await (await host.page()).call('listSessions');
  const listedMs = Math.round(performance.now() - started);
  await host.stop();
  return { sessions: sessions.length, listedMs };
}

async function attachMs(page, session) {
  const started = performance.now();
  const viewer = page.attach(session, { grid: GRID });
  await viewer.until(() => viewer.snapshots.length > 0, 20_000);
  return Math.round(performance.now() - started);
}

function shell(page, script) {
  return page.create('terminal', { shell: '/bin/bash', args: ['--norc', '-c', script], grid: GRID });
}

/** Acknowledges no faster than a page that parses so many bytes a second. */
function paced(viewer, bytesPerSecond) {
  const queue = [];
  let busy = false;
  let text = '';
  const waiting = [];
  const next = () => {
    const work = queue.shift();
    if (!work) {
      busy = false;
      return;
    }
    busy = true;
    setTimeout(
      () => {
        text = (text + work.text).slice(-200);
        viewer.acknowledge(work.to);
        waiting.splice(0).forEach(check => check());
        next();
      },
      (work.bytes / bytesPerSecond) * 1000
    );
  };
  viewer.onFrame = (to, bytes) => {
    queue.push({ to, bytes: bytes.length, text: Buffer.from(bytes.subarray(-200)).toString() });
    if (!busy) {
      next();
    }
  };
  viewer.processed = condition =>
    new Promise(done => {
      const check = () => (condition(text) ? done() : waiting.push(check));
      check();
    });
  return viewer;
}

function shown(viewer) {
  return viewer.snapshots.map(({ bytes }) => bytes.toString()).join('') + viewer.text;
}

function drainAlone(script) {
  return new Promise(done => {
    let tail = '';
    const pty = spawnPty('/bin/bash', ['--norc', '-c', script], { cols: GRID.columns, rows: GRID.rows });
    pty.onData(text => (tail = (tail + text).slice(-300)));
    pty.onExit(() => done(tail));
  });
}

function secondsIn(text) {
  const [, from, to] = /TOOK (\d+\.\d+) (\d+\.\d+)/.exec(text);
  return Number(to) - Number(from);
}

function textFile(folder, bytes, coloured = false) {
  mkdirSync(folder, { recursive: true });
  const line = coloured
    ? '\x1b[32mgreen\x1b[0m some \x1b[1;34mblue and bold\x1b[0m words and then more words to fill the line\n'
    : 'some words of a long text that is printed by a program which is faster than a page\n';
  writeFileSync(join(folder, 'text'), Buffer.alloc(bytes, line));
  return join(folder, 'text');
}

/** A session host of its own. */
async function startHost(folder) {
  mkdirSync(folder, { recursive: true });
  const start = {
    secret: 'bench-secret-'.repeat(4),
    socketPath: join(folder, 'run', 'host.sock'),
    personFolder: join(folder, 'person'),
    workspacesRoot: folder,
    logLevel: 'error',
    meter: { url: 'http://127.0.0.1:9/meter', hasKey: false, tokenKey: 'k'.repeat(40) }
  };
  let child;
  const host = {
    async start() {
      child = spawn(process.execPath, [join(root, 'browser-app/lib/backend/session-host.js')], {
        stdio: ['pipe', 'ignore', 'inherit']
      });
      child.stdin.end(`${JSON.stringify(start)}\n`);
      for (let tries = 0; ; tries++) {
        const page = await TestPage.connect(start.socketPath, start.secret).catch(() => undefined);
        if (page) {
          page.cut();
          return;
        }
        if (tries > 500) {
          throw new Error('the session host did not start');
        }
        await new Promise(done => setTimeout(done, 20));
      }
    },
    page: () => TestPage.connect(start.socketPath, start.secret),
    pssMiB: () =>
      Math.round(Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/smaps_rollup`, 'utf8'))[1]) / 1024),
    cpuSeconds() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    async stop(remove = true) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      if (remove) {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  };
  await host.start();
  return host;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function round1(value, factor = 10) {
  return Math.round(value * factor) / factor;
}
