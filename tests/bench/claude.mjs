// What Claude sessions cost: how much later a word is at the page than from the raw API, 20 sessions that stream at once,
// the memory of an idle one, and opening one of 10,000 events. `npm run bench -- claude [row …] [--profile]`
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ClaudePage } from './claude/claude-page.mjs';
import { opening } from './claude/opening.mjs';
import { SdkAlone } from './claude/sdk-alone.mjs';
import { TokenApi, wordsIn } from './claude/token-api.mjs';
import { profiledNode } from './support/cpu-profile.mjs';
import { machine, median, printTable, quantile, writeResults } from './support/figures.mjs';
import { ROOT } from './support/paths.mjs';

const load = createRequire(join(ROOT, 'tests/package.json'));
const { Installation, until } = load('./lib/harness/installation.js');
const { Door } = load('dispatch-extension/lib/drill/host/door');

const rows = { latency, streaming, memory, opening };
const profile = process.argv.includes('--profile');
const wanted = process.argv.slice(2).filter(each => each !== '--profile');
const unknown = wanted.filter(name => !(name in rows));
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}. There are: ${Object.keys(rows).join(', ')}`);
  process.exit(2);
}

const api = await TokenApi.start();
const dispatch = await Installation.start({ env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-bench' } });
const figures = [];
try {
  const folder = join(dispatch.workspacesRoot, 'work');
  mkdirSync(folder, { recursive: true });
  await until('the session host answers', () => dispatch.sessionHostHealth().then(Boolean, () => false), 60_000);
  const door = await Door.signIn({ host: '127.0.0.1', port: dispatch.port, signInLink: dispatch.signInLink() });
  const host = (await dispatch.sessionHostHealth()).pid;
  const gateway = await dispatch.gatewayPid();
  for (const [name, measure] of Object.entries(rows)) {
    if (wanted.length === 0 || wanted.includes(name)) {
      const { load1m } = machine();
      const run = () => measure({ door, folder, host, gateway });
      const lines = await (profile ? profiledNode(`claude-${name}`, host, run) : run());
      figures.push(...lines.map(figure => ({ row: name, load1m, ...figure })));
    }
  }
} finally {
  await dispatch.stop();
  api.close();
}
printTable([
  ['row', 'figure', 'value', 'goal', 'load'],
  ...figures.map(each => [each.row, each.figure, each.value, each.goal ?? '', each.load1m])
]);
writeResults('claude', { machine: machine(), figures });

/**
 * In turns, so that all have the same machine: a word each 20 ms from the raw API, by way of everything to a page, and for
 * Claude Code also by its SDK alone.
 */
async function latency({ door, folder }) {
  const page = await ClaudePage.open(door);
  const lines = [];
  for (const runtime of ['messages-api', 'claude-code']) {
    const session = await page.create(runtime, folder);
    const watched = watch(page, session);
    const sdk = runtime === 'claude-code' ? await SdkAlone.start(api.url) : undefined;
    const raw = [];
    const alone = [];
    const ours = [];
    for (let round = 0; round < 6; round++) {
      const [rawName, name] = [`raw-${runtime}-${round}`, `page-${runtime}-${round}`];
      raw.push(...delays(rawName, await readRaw(TokenApi.prompt(rawName, 150, 20))));
      const byItself = await sdk?.ask(TokenApi.prompt(`alone-${round}`, 150, 20));
      alone.push(...(round === 0 || !byItself ? [] : delays(`alone-${round}`, byItself)));
      const seen = watched.begin();
      await page.say(session, TokenApi.prompt(name, 150, 20));
      await watched.ended();
      // the first round starts processes
      ours.push(...(round === 0 ? [] : delays(name, seen)));
    }
    await page.call('endSession', { sessionId: session.id });
    sdk?.close();
    const added = quantile(ours, 0.95) - quantile(raw, 0.95);
    lines.push(
      { figure: `${runtime}: raw API p50/p95`, value: `${ms(median(raw))} / ${ms(quantile(raw, 0.95))}` },
      ...(sdk
        ? [
            {
              figure: `${runtime}: its SDK alone p50/p95`,
              value: `${ms(median(alone))} / ${ms(quantile(alone, 0.95))}`
            }
          ]
        : []),
      { figure: `${runtime}: page p50/p95`, value: `${ms(median(ours))} / ${ms(quantile(ours, 0.95))}` },
      { figure: `${runtime}: added p95`, value: ms(added), goal: runtime === 'messages-api' ? '< 20 ms' : undefined }
    );
  }
  page.close();
  return lines;
}

/** 20 sessions, each with 50 words a second for 10 s, each watched by a page. */
async function streaming({ door, folder, host, gateway }) {
  const page = await ClaudePage.open(door);
  const sessions = [];
  for (let index = 0; index < 20; index++) {
    const session = await page.create('messages-api', folder);
    sessions.push({ session, watched: watch(page, session) });
  }
  const before = { host: cpuSeconds(host), gateway: cpuSeconds(gateway), pss: pssMiB(host) };
  const startedAt = performance.now();
  const all = await Promise.all(
    sessions.map(async ({ session, watched }, index) => {
      const seen = watched.begin();
      await page.say(session, TokenApi.prompt(`many-${index}`, 500, 20));
      await watched.ended();
      if (seen.size !== 500) {
        throw new Error(`a page has seen ${seen.size} of 500 words`);
      }
      return delays(`many-${index}`, seen);
    })
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const share = (pid, from) => `${Math.round(((cpuSeconds(pid) - from) / seconds) * 100)} % of a core`;
  const lines = [
    { figure: '20 streams: session host CPU', value: share(host, before.host) },
    { figure: '20 streams: gateway CPU', value: share(gateway, before.gateway) },
    { figure: '20 streams: session host memory', value: `${pssMiB(host)} MiB (${before.pss} before)` },
    { figure: '20 streams: word at the page p95', value: ms(quantile(all.flat(), 0.95)) }
  ];
  await Promise.all(sessions.map(({ session }) => page.call('endSession', { sessionId: session.id })));
  page.close();
  return lines;
}

/** What one session takes that has answered once and has nothing to do. */
async function memory({ door, folder, host }) {
  const page = await ClaudePage.open(door);
  const before = pssMiB(host);
  const sessions = [];
  for (let index = 0; index < 50; index++) {
    const session = await page.create('messages-api', folder);
    const watched = watch(page, session);
    watched.begin();
    await page.say(session, TokenApi.prompt(`idle-${index}`, 50, 0));
    await watched.ended();
    sessions.push(session);
  }
  await new Promise(done => setTimeout(done, 3_000));
  const each = (pssMiB(host) - before) / sessions.length;
  await Promise.all(sessions.map(session => page.call('endSession', { sessionId: session.id })));
  page.close();
  return [{ figure: 'idle session, session host memory each', value: `${each.toFixed(2)} MiB` }];
}

/** Follows a session: when each word of the turn under way came, and its end. */
function watch(page, session) {
  let seen = new Map();
  let end = () => undefined;
  let whenEnded = Promise.resolve();
  page.watch(session, body => {
    const at = performance.now();
    if (typeof body.text === 'string' && body.type !== 'user-message') {
      wordsIn(body.text).forEach(word => seen.set(word, at));
    }
    if (body.type === 'turn-ended') {
      end();
    }
  });
  return {
    begin() {
      seen = new Map();
      whenEnded = new Promise(done => (end = done));
      return seen;
    },
    ended: () => whenEnded
  };
}

async function readRaw(prompt) {
  const seen = new Map();
  const body = JSON.stringify({
    model: 'claude-sonnet-5-5',
    stream: true,
    messages: [{ role: 'user', content: prompt }]
  });
  const response = await fetch(`${api.url}/v1/messages`, { method: 'POST', body });
  for await (const chunk of response.body) {
    const at = performance.now();
    wordsIn(Buffer.from(chunk).toString('utf8')).forEach(word => seen.set(word, at));
  }
  return seen;
}

function delays(name, seen) {
  const sent = api.sentAt.get(name);
  return [...seen].map(([word, at]) => at - sent[word]);
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function pssMiB(pid) {
  return Math.round(Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024);
}

function ms(value) {
  return `${value.toFixed(1)} ms`;
}
