/** The pictures of the guide to MCP servers: they are added, looked at, asked about, and brought by a repository. */
import { mkdirSync, symlinkSync, writeFileSync, copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load, newConversation, onStage, shot, visitor } from './stage.mjs';

const { makeRepository } = load('./lib/harness/repository.js');
const { CHECKOUT } = load('./lib/harness/installation.js');
const { FakeMessagesApi } = load('claude-extension/lib/runtime/testing/fake-messages-api');
const { demoScript } = load('claude-extension/lib/runtime/testing/demo-script');

const ASKED = 'What do my notes say about greetings?';
const TOOL = 'mcp__notes__search_notes';

export async function ownServers() {
  const demo = demoScript({ chunkDelayMs: 1 });
  const api = await FakeMessagesApi.start(request =>
    wantsNotes(request.body) ? searching(request.body) : demo(request)
  );
  try {
    await onStage(
      { prepare: installClaude, env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-screenshots' } },
      show
    );
  } finally {
    await api.close();
  }
}

async function show(stage) {
  const { dispatch } = stage;
  const repository = join(dispatch.workspacesRoot, 'greeter');
  await makeRepository(repository);
  copyFileSync(join(import.meta.dirname, 'notes-server.mjs'), join(dispatch.folder, 'home/notes-server.mjs'));
  const here = await visitor(stage, 'dark');
  const { page, ide, terminal, claude } = here;
  await ide.signInByLink(repository);

  await page.keyboard.press('Control+Shift+Backquote');
  await terminal.ready();
  await terminal.run('PATH=~/bin:$PATH; clear');
  await terminal.run('claude mcp add --scope user notes -- node ~/notes-server.mjs');
  await terminal.expectOnScreen(/Added stdio MCP server notes/);
  await terminal.run('claude mcp add --scope user tickets -- tickets-server');
  await terminal.expectOnScreen(/Added stdio MCP server tickets/);
  await newConversation(here);
  await claude.chooseInMenu('What Claude can use…');
  const dialog = page.locator('.dispatch-claude-offers');
  await dialog.getByText('notes', { exact: true }).waitFor();
  await dialog.getByText(/2 tools/).waitFor();
  await dialog.getByText(/could not be started/).waitFor();
  await shot(page, 'mcp-servers');
  await page.keyboard.press('Escape');

  await claude.ask(ASKED);
  await claude.allowOnce.waitFor();
  await shot(page, 'mcp-question');
  await claude.allowOnce.click();
  await claude.expectSaid('Good morning');

  const servers = { database: { command: 'npx', args: ['-y', 'greeter-database-server', '--read-only'] } };
  writeFileSync(join(repository, '.mcp.json'), JSON.stringify({ mcpServers: servers }, undefined, 2));
  await newConversation(here);
  await claude.ask('What is in this workspace?');
  await claude.expectSaid('Shall I run the tests?');
  const banner = page.locator('.dispatch-trust-banner:visible');
  await banner.getByRole('button', { name: 'Show what it brings…' }).click();
  await shot(page, 'mcp-trust');
}

/** The Claude Code that comes with Dispatch, as if the person had installed it. */
function installClaude({ folder }) {
  const bundled = join(CHECKOUT, 'node_modules/@anthropic-ai', `claude-agent-sdk-linux-${process.arch}`, 'claude');
  const link = join(folder, 'home/bin/claude');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(bundled, link);
}

function wantsNotes({ tools = [], messages = [] }) {
  return tools.length > 0 && JSON.stringify(messages).includes(ASKED);
}

function searching({ messages }) {
  const wasAnswered = JSON.stringify(messages.at(-1)).includes('tool_result');
  const blocks = wasAnswered
    ? [{ type: 'text', chunks: ['They say "Good morning" before noon, and that new users are greeted by name.'] }]
    : [
        { type: 'text', chunks: ['I will look into your notes.'] },
        { type: 'tool_use', name: TOOL, input: { query: 'greet' } }
      ];
  return { kind: 'message', blocks };
}
