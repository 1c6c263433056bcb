import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildStockTheia } from './build.mjs';

const { freePort, until } = createRequire(import.meta.url)('../../lib/harness/installation.js');

/** A stock Theia on a free port of loopback, with a home folder of its own. Whoever starts it stops it. */
export class StockTheia {
  #process;

  constructor(folder, port) {
    /** Holds everything of this run. */
    this.folder = folder;
    this.port = port;
    this.origin = `http://127.0.0.1:${port}`;
    this.printed = '';
  }

  /** Builds the composition if need be, starts it and waits until it answers. `home` is left alone at the end. */
  static async start({ composition = 'minimal', asShipped = false, home, env = {} } = {}) {
    const app = buildStockTheia(composition, { asShipped });
    const stock = new StockTheia(await mkdtemp(join(tmpdir(), 'stock-theia-')), await freePort());
    await stock.#start(app, home ?? join(stock.folder, 'home'), env);
    return stock;
  }

  get workspacesRoot() {
    return join(this.folder, 'workspaces');
  }

  get pid() {
    return this.#process.pid;
  }

  async stop() {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      const ended = new Promise(done => this.#process.once('exit', done));
      this.#process.kill('SIGTERM');
      const killer = setTimeout(() => this.#process.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(killer);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async #start(app, home, env) {
    await mkdir(home, { recursive: true });
    await mkdir(this.workspacesRoot, { recursive: true });
    this.#process = spawn(
      process.execPath,
      [join(app, 'lib', 'backend', 'main.js'), '--hostname', '127.0.0.1', '--port', String(this.port)],
      {
        cwd: app,
        env: { ...process.env, HOME: home, THEIA_CONFIG_DIR: join(this.folder, 'config'), ...env },
        stdio: ['ignore', 'pipe', 'pipe']
      }
    );
    const collect = chunk => (this.printed += chunk);
    this.#process.stdout.on('data', collect);
    this.#process.stderr.on('data', collect);
    try {
      await until(
        'stock Theia answers',
        () => this.#answers(),
        60_000,
        () => this.#mustRun()
      );
    } catch (cause) {
      await this.stop();
      throw new Error(`stock Theia did not start:\n${this.printed}`, { cause });
    }
  }

  #mustRun() {
    if (this.#process.exitCode !== null) {
      throw new Error(`it ended with ${this.#process.exitCode}`);
    }
  }

  async #answers() {
    const response = await fetch(this.origin).catch(() => undefined);
    return response?.ok ?? false;
  }
}
