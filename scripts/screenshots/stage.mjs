/** What every set of pictures needs: an installation, a browser, and the page as a person has it. */
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'docs/screenshots');

/** Loads what the journeys are made of. */
export const load = createRequire(join(root, 'tests/package.json'));
const { chromium } = load('@playwright/test');
const { default: config } = load('./lib/playwright.config.js');
const { Installation } = load('./lib/harness/installation.js');
const { IdePage } = load('./lib/e2e/pages/ide-page.js');
const { TerminalView } = load('./lib/e2e/pages/terminal-view.js');
const { ClaudeView } = load('./lib/e2e/pages/claude-view.js');

/**
 * Starts an installation and a browser, gives them to `act`, and ends them whatever happens. `options` are those of
 * `Installation.start`.
 */
export async function onStage(options, act) {
  mkdirSync(folder, { recursive: true });
  const prepare = async installation => {
    mkdirSync(join(installation.folder, 'home'), { recursive: true });
    // nothing of the machine on which the pictures are taken
    writeFileSync(join(installation.folder, 'home/.bashrc'), "PS1='\\W \\$ '\n");
    await options.prepare?.(installation);
  };
  const dispatch = await Installation.start({ ...options, prepare });
  const browser = await chromium.launch(config.use.launchOptions);
  try {
    await act({ dispatch, browser });
  } finally {
    await browser.close();
    await dispatch.stop();
  }
}

/** A page of its own, 1400 pixels wide, with what handles its parts. */
export async function visitor({ dispatch, browser }, colorScheme, storageState) {
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

/** Until it is shown, the conversation before is the one that would be typed into. */
export async function newConversation({ ide, claude }) {
  await ide.runCommand('New Claude Session');
  await claude.title.getByText('New conversation').waitFor();
}

/** Decorations, fonts and animations have come to rest. */
export async function settled(page) {
  await page.waitForTimeout(1_500);
}

/** Takes the picture `docs/screenshots/<name>.png`. */
export async function shot(page, name) {
  await settled(page);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  console.log(`docs/screenshots/${name}.png`);
}
