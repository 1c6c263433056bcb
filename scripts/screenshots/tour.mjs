/** The pictures of the README and of most guides: files, a terminal, conversations, a review, costs. */
import { join } from 'node:path';
import { load, newConversation, onStage, settled, shot, visitor } from './stage.mjs';

const { makeRepository } = load('./lib/harness/repository.js');
const { UsagePage } = load('./lib/e2e/pages/usage-page.js');
const { ReviewView } = load('./lib/e2e/pages/review-view.js');
const { FakeMessagesApi } = load('claude-extension/lib/runtime/testing/fake-messages-api');
const { demoScript } = load('claude-extension/lib/runtime/testing/demo-script');

export async function tour() {
  const api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 1 }));
  try {
    await onStage({ env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-screenshots' } }, show);
  } finally {
    await api.close();
  }
}

async function show(stage) {
  const { dispatch } = stage;
  const repository = join(dispatch.workspacesRoot, 'greeter');
  await makeRepository(repository);
  const dark = await visitor(stage, 'dark');
  const { page, ide, claude } = dark;
  await page.goto(dispatch.signInLink());
  await shot(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await ide.ready();
  await ide.openFolder(repository);
  await work(dark);
  await shot(page, 'ide-dark');

  await claude.ask('run: npm test -- --grep greet');
  await claude.allowOnce.waitFor();
  await shot(page, 'claude-approval');
  await page.keyboard.press('Control+Alt+a');
  await shot(page, 'claude-approvals');
  await claude.allowOnce.click();
  await claude.expectSaid(/Done|did not work/);

  const usage = new UsagePage(page);
  await usage.statusItem.click();
  await usage.setBudget('USD a month', '20');
  await usage.setBudget('Tokens a day', '1000');
  await shot(page, 'usage');

  await claude.show();
  await review(dark);
  await shot(page, 'claude-review');

  await ide.runCommand('Welcome');
  await shot(page, 'welcome-dark');

  // that of the budget was seen
  await ide.runCommand('Notifications: Clear All Notifications');
  // with the side bar open, which folds by itself
  await page.locator('[id="shell-tab-explorer-view-container"]').click();
  await page.locator('#files').waitFor();
  await ide.tab('What is in this workspace?').click();
  await page.setViewportSize({ width: 400, height: 800 });
  await page.mouse.move(200, 300);
  await shot(page, 'narrow');

  const light = await visitor(stage, 'light', await dark.context.storageState());
  await light.page.goto(`${dispatch.origin}/#${repository}`);
  await light.ide.ready();
  await light.ide.runCommand('Preferences: Color Theme');
  await light.page.keyboard.type('Dispatch Light');
  await settled(light.page);
  await light.page.keyboard.press('Enter');
  await work(light);
  await light.ide.runCommand('Notifications: Clear All Notifications');
  await shot(light.page, 'ide-light');
}

/** What the README shows: a file, a terminal below, a conversation with Claude beside. */
async function work(here) {
  const { page, ide, terminal, claude } = here;
  await ide.openFile('greet.ts');
  await page.keyboard.press('Control+Shift+Backquote');
  await terminal.ready();
  await terminal.run('git log --oneline && git status --short --branch');
  await newConversation(here);
  await claude.ask('What is in this workspace?');
  await claude.expectSaid('Shall I run the tests?');
}

/** What one turn changed by a shell command. */
async function review(here) {
  const { page, claude } = here;
  await newConversation(here);
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
}
