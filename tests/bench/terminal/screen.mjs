import { ShellHome } from './shell-home.mjs';

const LIMIT_MS = 60_000;
const OPEN_ATTEMPTS = 4;

/** The terminal that has the focus in a page of either product, handled with real keys. */
export class Screen {
  constructor(page, commands = 0) {
    this.page = page;
    /** How many commands its shell has run. */
    this.commands = commands;
  }

  /** Opens a terminal with the key binding of both products, and waits for its prompt. */
  static async open(page) {
    const before = await page.locator('.xterm').count();
    for (let attempt = 0; attempt < OPEN_ATTEMPTS && (await page.locator('.xterm').count()) <= before; attempt++) {
      // A page that is still busy starting does not know the key yet.
      await page.keyboard.press('Control+Shift+Backquote');
      await page
        .waitForFunction(count => document.querySelectorAll('.xterm').length > count, before, { timeout: 15_000 })
        .catch(() => undefined);
    }
    const screen = new Screen(page);
    await screen.promptShown();
    return screen;
  }

  get prompt() {
    return ShellHome.prompt(this.commands);
  }

  async promptShown() {
    await this.page.waitForFunction(expected => window.bench.hasLastLine(expected), this.prompt, {
      polling: 50,
      timeout: LIMIT_MS
    });
  }

  /** Types a command without waiting for its end. */
  async start(command) {
    await this.page.keyboard.type(command);
    await this.page.keyboard.press('Enter');
    this.commands += 1;
  }

  /** Runs a command and answers the ms from Enter until the next prompt is shown; undefined beyond the limit. */
  async run(command, limitMs = LIMIT_MS) {
    await this.page.keyboard.type(command);
    this.commands += 1;
    return this.press('Enter', this.prompt, limitMs);
  }

  /** The ms from a key until the terminal ends with the line `expected`; undefined beyond the limit. */
  async press(key, expected, limitMs = LIMIT_MS) {
    await this.page.evaluate(line => window.bench.armKey(line), expected);
    await this.page.keyboard.press(key);
    return this.page.evaluate(limit => window.bench.result(limit), limitMs);
  }
}
