/** The pictures of the guide to signing in with a subscription: Claude Code's own login, and an account that is none. */
import { join } from 'node:path';
import { load, onStage, shot, visitor } from './stage.mjs';

const { makeRepository } = load('./lib/harness/repository.js');
const { FakeMessagesApi } = load('claude-extension/lib/runtime/testing/fake-messages-api');
const { FakeClaudeAccount } = load('claude-extension/lib/usage/testing/fake-claude-account');
const { demoScript } = load('claude-extension/lib/runtime/testing/demo-script');

export async function claudeSignIn() {
  const api = await FakeMessagesApi.start(demoScript({ chunkDelayMs: 1 }));
  const account = await FakeClaudeAccount.start(api.url);
  try {
    await onStage({ env: account.environment }, stage => show(stage, account));
  } finally {
    await account.close();
    await api.close();
  }
}

async function show(stage, account) {
  const { dispatch } = stage;
  const repository = join(dispatch.workspacesRoot, 'greeter');
  await makeRepository(repository);
  const { page, ide, terminal, claude } = await visitor(stage, 'dark');
  await ide.signInByLink(repository);
  await ide.runCommand('New Claude Session');
  const signIn = page.getByRole('button', { name: 'Sign in…' });
  await signIn.waitFor();
  await shot(page, 'claude-not-set-up');

  await signIn.click();
  await terminal.expectOnScreen(/Paste code here/, 60_000);
  await shot(page, 'claude-sign-in');

  await account.signIn(join(dispatch.folder, 'home'));
  await claude.input.waitFor();
  // this account came from elsewhere: the login in the terminal still waits
  await page.getByRole('button', { name: 'Toggle Bottom Panel' }).click();
  await claude.ask('What is in this workspace?');
  await claude.expectSaid('Shall I run the tests?', 60_000);
  await shot(page, 'claude-signed-in');
}
