import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { arePluginsThere, fetchPlugins } from '../../plugins/fetch.mjs';
import { hashInputs, Stamps } from './inputs.mjs';
import { withLock } from './lock.mjs';
import { line, step, StepFailed } from './progress.mjs';
import { compileSandbox, SANDBOX_PROGRAM, SANDBOX_SOURCES } from './sandbox.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const EVERYWHERE = ['package-lock.json', 'configs/tsconfig.base.json', 'scripts/building/build-steps.mjs'];
const EXTENSIONS = ['dispatch-extension', 'claude-extension'];

/** In order: each is done when its inputs changed or one of its outputs is not there. */
const STEPS = [
  {
    name: 'compiling',
    inputs: EXTENSIONS,
    outputs: EXTENSIONS.map(extension => `${extension}/lib`),
    // Types are checked by `npm test`; without it a build takes a quarter of the time.
    run: () => execute('tsc', ['-b', '--noCheck', ...EXTENSIONS], root)
  },
  {
    name: 'compiling the sandbox',
    inputs: [SANDBOX_SOURCES, 'scripts/building/sandbox.mjs'],
    outputs: process.platform === 'linux' ? [SANDBOX_PROGRAM] : [],
    run: () => compileSandbox(root, execute)
  },
  {
    name: 'bundling the IDE',
    inputs: [...EXTENSIONS, 'browser-app', 'gateway/assets'],
    outputs: ['browser-app/lib/backend/ide.js', 'browser-app/lib/static/index.html'],
    run: () => execute('theia', ['build', '--mode', 'production'], join(root, 'browser-app'))
  },
  {
    name: 'bundling the gateway',
    inputs: ['gateway', 'dispatch-extension/src/kernel'],
    outputs: ['gateway/dist/launcher.js'],
    run: () => execute('npm', ['run', 'build', '--silent'], join(root, 'gateway'))
  }
];

/** Fetches the plugins and builds what is stale. Answers an exit code: 0 when all is up to date at the end. */
export async function buildAll({ force = false } = {}) {
  const lock = join(root, '.cache', 'build.lock');
  try {
    await withLock(
      lock,
      () => line('waiting for another build of this checkout …'),
      () => bringEverything(force)
    );
    return 0;
  } catch (error) {
    if (!(error instanceof StepFailed)) {
      line(error instanceof Error ? error.message : String(error));
    }
    return 1;
  }
}

async function bringEverything(force) {
  await bringPlugins();
  const stamps = new Stamps(join(root, '.cache', 'build.json'));
  for (const each of STEPS) {
    await bringUpToDate(each, stamps, force);
  }
}

async function bringPlugins() {
  if (!(await arePluginsThere())) {
    await step('fetching plugins', fetchPlugins);
  }
}

async function bringUpToDate({ name, inputs, outputs, run }, stamps, force) {
  const hash = hashInputs(root, [...EVERYWHERE, ...inputs]);
  const isThere = outputs.every(output => existsSync(join(root, output)));
  if (!force && isThere && stamps.has(name, hash)) {
    return;
  }
  await step(name, run);
  stamps.set(name, hash);
}

/** Runs a tool of `node_modules/.bin`; its output is shown only when it fails. */
function execute(command, args, cwd) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(':');
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.once('error', failed);
    child.once('close', code => (code === 0 ? done() : failed(new Error(`${command} ended with ${code}\n${output}`))));
  });
}
