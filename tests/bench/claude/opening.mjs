import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isUsable, startChromium } from '../support/chromium.mjs';
import { median, quantile } from '../support/figures.mjs';
import { ROOT } from '../support/paths.mjs';
import { ClaudePage } from './claude-page.mjs';

const load = createRequire(join(ROOT, 'tests/package.json'));
const { Installation, until } = load('./lib/harness/installation.js');
const { FakeMessagesApi } = load('claude-extension/lib/runtime/testing/fake-messages-api');
const { Door } = load('dispatch-extension/lib/drill/host/door');

const EVENTS = 10_000;
/** In one reply; each call is three events or four. */
const CALLS = 24;
const END = 'This is the end of the turn.';

/** A session of 10,000 events, made by real turns, opened by a click in the list of sessions until its end is painted. */
export async function opening() {
  const api = await FakeMessagesApi.start(script);
  const dispatch = await Installation.start({
    env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-bench' }
  });
  const browser = await startChromium();
  try {
    const folder = join(dispatch.workspacesRoot, 'work');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'a.txt'), 'a line\n'.repeat(20));
    await until('the session host answers', () => dispatch.sessionHostHealth().then(Boolean, () => false), 60_000);
    const door = await Door.signIn({ host: '127.0.0.1', port: dispatch.port, signInLink: dispatch.signInLink() });
    const events = await longSession(door, folder);
    const page = await signedInPage(browser, dispatch.origin, door.cookie);
    await page.goto(`${dispatch.origin}/#${folder}`);
    await isUsable(page);
    return [{ figure: 'events', value: events }, ...(await figuresOf(page))];
  } finally {
    await browser.close();
    await dispatch.stop();
    await api.close();
  }
}

/** A page with the sign-in of the door: a link is good for one of them only. */
async function signedInPage(browser, origin, cookie) {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  await context.addCookies([{ name, value, url: origin }]);
  return context.newPage();
}

/** Turn after turn of reading a file, until the log is long enough. The events of the last one are shown at the end. */
async function longSession(door, folder) {
  const page = await ClaudePage.open(door);
  const session = await page.create('messages-api', folder);
  let events = 0;
  let ended = () => undefined;
  page.watch(session, body => {
    events++;
    if (body.type === 'state-changed' && body.state === 'idle') {
      ended();
    }
  });
  while (events < EVENTS) {
    const turn = new Promise(done => (ended = done));
    await page.say(session, 'Read it all again.');
    await turn;
  }
  await page.call('renameSession', { sessionId: session.id, title: 'The long one' });
  page.close();
  return events;
}

/** A reply that reads the file many times; after its results, one that says the end. */
function script({ body }) {
  const last = body.messages?.at(-1);
  const isResult = Array.isArray(last?.content) && last.content.some(block => block.type === 'tool_result');
  if (isResult) {
    return {
      kind: 'message',
      blocks: [{ type: 'text', chunks: [`All read, **once more**.\n\n- one\n- two\n\n`, END] }]
    };
  }
  const read = { type: 'tool_use', name: 'read_file', input: { path: 'a.txt' } };
  return {
    kind: 'message',
    blocks: [{ type: 'text', chunks: ['I read it.'] }, ...Array.from({ length: CALLS }, () => read)]
  };
}

/** Opened five times, each time in a view of its own; then scrolled up through all of it. */
async function figuresOf(page) {
  await page.locator('[id="shell-tab-dispatch-sessions"]').click();
  const row = page.locator('.dispatch-session-row', { hasText: 'The long one' });
  await row.waitFor();
  const opened = [];
  for (let round = 0; round < 5; round++) {
    opened.push(await row.evaluate(openAndWait, END));
    if (round < 4) {
      await page
        .locator('#theia-main-content-panel .lm-TabBar-tab', { hasText: 'The long one' })
        .locator('.lm-TabBar-tabCloseIcon')
        .click();
      await page.locator('.dispatch-claude-view').waitFor({ state: 'detached' });
    }
  }
  const frames = await page.locator('.dispatch-claude-scroller').evaluate(scrollUp);
  return [
    { figure: 'open 10,000 events, median of 5', value: `${Math.round(median(opened))} ms`, goal: '< 1000 ms' },
    { figure: 'the first of them, in a page just loaded', value: `${Math.round(opened[0])} ms`, goal: '< 1000 ms' },
    { figure: 'worst of the others', value: `${Math.round(Math.max(...opened.slice(1)))} ms` },
    {
      figure: 'scrolling up, frame p50/p95',
      value: `${Math.round(median(frames))} / ${Math.round(quantile(frames, 0.95))} ms`
    }
  ];
}

/** In the page: from the click until the end of the conversation is painted, in ms. */
async function openAndWait(row, end) {
  const startedAt = performance.now();
  row.click();
  for (;;) {
    await new Promise(done => globalThis.requestAnimationFrame(done));
    const turn = [...document.querySelectorAll('.dispatch-claude-view .dispatch-claude-turn')].at(-1);
    if (turn?.textContent.includes(end)) {
      return performance.now() - startedAt;
    }
    if (performance.now() - startedAt > 60_000) {
      throw new Error('not opened in 60 s');
    }
  }
}

/** In the page: 300 steps upwards; how long each frame took, in ms. */
async function scrollUp(scroller) {
  const frames = [];
  let last = performance.now();
  for (let step = 0; step < 300; step++) {
    scroller.scrollTop -= 60;
    await new Promise(done => globalThis.requestAnimationFrame(done));
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames;
}
