import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StockTheia } from '../stock-theia/stock-theia.mjs';
import { isUsable } from '../support/chromium.mjs';
import { Screen } from './screen.mjs';

const load = createRequire(import.meta.url);
const { Installation } = load('../../lib/harness/installation.js');
const { TestPage } = load('dispatch-extension/lib/session/testing/test-page.js');

const PROBE = join(import.meta.dirname, 'page-probe.js');
const KEY = 'terminal-bench-key';
const VIEWPORT = { width: 1400, height: 900 };

/** A product with a page that shows one terminal. Whoever starts it stops it. */
class Product {
  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
  }

  async #open() {
    this.workspace = join(this.server.workspacesRoot, 'project');
    await mkdir(this.workspace, { recursive: true });
    this.context = await this.browser.newContext({ viewport: VIEWPORT });
    await this.context.addInitScript({ path: PROBE });
    this.page = await this.newPage();
    this.screen = await Screen.open(this.page);
    return this;
  }

  static async start(make, browser) {
    const product = await make(browser);
    try {
      return await product.#open();
    } catch (error) {
      await product.stop();
      throw error;
    }
  }

  /** Another page of the same person. */
  async newPage() {
    const page = await this.context.newPage();
    await this.enter(page);
    await page.goto(`${this.server.origin}/#${this.workspace}`);
    await page.reload();
    await isUsable(page);
    return page;
  }

  /** How its terminal is drawn. */
  async drawnBy() {
    await this.page.bringToFront();
    return this.page.evaluate(() => window.bench.drawnBy());
  }

  async stop() {
    try {
      await this.context?.close();
    } finally {
      await this.server.stop();
    }
  }
}

export class StockProduct extends Product {
  name = 'stock Theia';

  static start(browser, home, { asShipped }) {
    const env = { SHELL: '/bin/bash' };
    return Product.start(
      async () => new StockProduct(await StockTheia.start({ asShipped, home: home.folder, env }), browser),
      browser
    );
  }

  enter() {}
}

export class DispatchProduct extends Product {
  name = 'ours';

  static start(browser, home) {
    // A row starts a hundred terminals at once, beside the one that is typed in.
    const limits = { MAX_TERMINALS: '200', MAX_TERMINALS_PER_WORKSPACE: '200', TERMINAL_STARTS_PER_10_S: '200' };
    const env = { SHELL: '/bin/bash', HOME: home.folder, TERMINAL_KEY: KEY, ...limits };
    return Product.start(async () => new DispatchProduct(await Installation.start({ env }), browser), browser);
  }

  async enter(page) {
    await page.goto(this.server.origin);
    const key = page.locator('input[type=password]');
    if (await key.isVisible()) {
      await key.fill(KEY);
      await page.keyboard.press('Enter');
      await isUsable(page);
    }
  }

  /** A connection to the session host as a page has it, without a browser. */
  async connect() {
    const run = join(this.server.dataFolder, 'run');
    const secret = (await readFile(join(run, 'secret'), 'utf8')).trim();
    return TestPage.connect(join(run, 'session-host.sock'), secret);
  }

  async sessionHostPid() {
    return (await this.server.sessionHostHealth()).pid;
  }
}
