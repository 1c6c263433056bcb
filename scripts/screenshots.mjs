// Makes the pictures of docs/screenshots from a real installation, a real repository and a fake Messages API.
// Needs what the journeys need. `npm run screenshots`
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const load = createRequire(join(root, 'tests/package.json'));
const { chromium } = load('@playwright/test');
const { default: config } = load('./lib/playwright.config.js');
const { Installation } = load('./lib/harness/installation.js');
const { makeRepository } = load('./lib/harness/repository.js');
const { IdePage } = load('./lib/e2e/pages/ide-page.js');
const { UsagePage } = load('./lib/e2e/pages/usage-page.js');
const { TerminalView } = load('./lib/e2e/pages/terminal-view.js');
const { ClaudeView } = load('./lib/e2e/pages/claude-view.js');
const { ReviewView } = load('./lib/e2e/pages/review-view.js');
const { FakeMessagesApi } = load('claude-extension/lib/runtime/testing/fake-messages-api');
const { demoScript } = load('claude-extension/lib/runtime/testing/demo-script');

const folder = join(root, 'docs/screenshots');
mkdirSync(folder, { recursive: true });

const api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 1 }));
const dispatch = await Installation.start({
  env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-screenshots', PS1: '\\W \\$ ' }
});
const repository = join(dispatch.workspacesRoot, 'greeter');
await makeRepository(repository);
const browser = await chromium.launch(config.use.launchOptions);
try {
  const dark = await session('dark');
  await dark.page.goto(dispatch.signInLink());
  await shot(dark.page, 'sign-in');
  await dark.page.getByRole('button', { name: 'Sign in' }).click();
  await dark.ide.ready();
  await dark.ide.openFolder(repository);
  await work(dark);
  await shot(dark.page, 'ide-dark');

  await dark.claude.ask('run: npm test -- --grep greet');
  await dark.claude.allowOnce.waitFor();
  await settled(dark.page);
  await shot(dark.page, 'claude-approval');
  await dark.page.keyboard.press('Control+Alt+a');
  await settled(dark.page);
  await shot(dark.page, 'claude-approvals');
  await dark.claude.allowOnce.click();
  await dark.claude.expectSaid(/Done|did not work/);

  const usage = new UsagePage(dark.page);
  await usage.statusItem.click();
  await usage.setBudget('USD a month', '20');
  await usage.setBudget('Tokens a day', '1000');
  await settled(dark.page);
  await shot(dark.page, 'usage');

  await dark.claude.show();
  await review(dark);
  await shot(dark.page, 'claude-review');

  await dark.ide.runCommand('Welcome');
  await settled(dark.page);
  await shot(dark.page, 'welcome-dark');

  // that of the budget was seen
  await dark.ide.runCommand('Notifications: Clear All Notifications');
  // with the side bar open, which folds by itself
  await dark.page.locator('[id="shell-tab-explorer-view-container"]').click();
  await dark.page.locator('#files').waitFor();
  await dark.ide.tab('What is in this workspace?').click();
  await dark.page.setViewportSize({ width: 400, height: 800 });
  await dark.page.mouse.move(200, 300);
  await settled(dark.page);
  await shot(dark.page, 'narrow');

  const light = await session('light', await dark.context.storageState());
  await light.page.goto(`${dispatch.origin}/#${repository}`);
  await light.ide.ready();
  await light.ide.runCommand('Preferences: Color Theme');
  await light.page.keyboard.type('Dispatch Light');
  await settled(light.page);
  await light.page.keyboard.press('Enter');
  await work(light);
  await light.ide.runCommand('Notifications: Clear All Notifications');
  await shot(light.page, 'ide-light');
} finally {
  await browser.close();
  await dispatch.stop();
  await api.close();
}

async function session(colorScheme, storageState) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, colorScheme, storageState });
  const page = await context.newPage();
  return {
    context,
    page,
    ide: new IdePage(page, dispatch),
    terminal: new TerminalView(page),
    claude: new ClaudeView(page)
  };
}

/** What the README shows: a file, a terminal below, a conversation with Claude beside. */
async function work({ page, ide, terminal, claude }) {
  await ide.openFile('greet.ts');
  await page.keyboard.press('Control+Shift+Backquote');
  await terminal.ready();
  await terminal.run('git log --oneline && git status --short --branch');
  await newConversation(ide, claude);
  await claude.ask('What is in this workspace?');
  await claude.expectSaid('Shall I run the tests?');
  await settled(page);
}

/** What one turn changed by a shell command. */
async function review({ page, ide, claude }) {
  await newConversation(ide, claude);
  await claude.ask(
    "run: sed -i -e 's/Hello/Good morning/' src/greet.ts && sed -i -e 's/greet/welcome/' package.json && echo 'A greeting.' > NOTES.md && rm -f README.md"
  );
  await claude.allowOnce.click();
  await claude.expectSaid(/Done|did not work/);
  await claude.element.getByRole('button', { name: /files? changed/ }).click();
  const { element } = new ReviewView(page);
  for (const index of [0, 1, 2]) {
    await element.locator('.dispatch-review-name').nth(index).click();
  }
  await settled(page);
}

/** Until it is shown, the conversation before is the one that would be typed into. */
async function newConversation(ide, claude) {
  await ide.runCommand('New Claude Session');
  await claude.title.getByText('New conversation').waitFor();
}

/** Decorations, fonts and animations have come to rest. */
async function settled(page) {
  await page.waitForTimeout(1_500);
}

async function shot(page, name) {
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  console.log(`docs/screenshots/${name}.png`);
}
