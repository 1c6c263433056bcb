// Does without a container engine what the Dockerfile's last stage does: assembles the runtime tree from its COPY lines,
// and starts its ENTRYPOINT as uid 10001 with no capabilities, in a read-only root, with /data, /workspaces, /tmp and /run
// as the only writable places, in process, mount and network namespaces of its own. Then checks that it works.
// Needs root on Linux (for the namespaces), tini, setpriv and ip. The checkout must have been built.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

const checkout = resolve(import.meta.dirname, '..');

if (process.getuid() !== 0) {
  console.log(
    'The container rehearsal needs root for its namespaces, and was not run. (sudo -E env PATH=$PATH npm test -- container)'
  );
  process.exit(process.env.CI ? 1 : 0);
}
for (const [tool, debian] of [
  ['unshare', 'util-linux'],
  ['setpriv', 'util-linux'],
  ['ip', 'iproute2'],
  ['tini', 'tini']
]) {
  try {
    execFileSync('which', [tool], { stdio: 'ignore' });
  } catch {
    console.error(`The container rehearsal needs ${tool}: apt-get install ${debian}`);
    process.exit(1);
  }
}

const image = parseLastStage(readFileSync(join(checkout, 'Dockerfile'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'dispatch-container-'));
try {
  const root = join(folder, 'root');
  for (const each of ['proc', 'dev', 'data', 'workspaces', 'tmp', 'run', 'opt/dispatch']) {
    mkdirSync(join(root, each), { recursive: true });
  }
  for (const { from, to } of image.copies) {
    copy(from, join(root, to));
  }
  writeFileSync(join(folder, 'env.json'), JSON.stringify(image.env));
  writeFileSync(join(folder, 'entrypoint.json'), JSON.stringify(image.entrypoint));
  console.log(`tree of ${image.copies.length} COPY lines: ${megabytes(root)} MB`);
  process.exitCode = await run(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(folder) {
  const child = spawn(
    'unshare',
    [
      '--mount',
      '--pid',
      '--net',
      '--ipc',
      '--fork',
      '--kill-child',
      'bash',
      join(import.meta.dirname, 'container/enter.sh'),
      folder,
      process.execPath
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] }
  );
  return new Promise(done => child.once('exit', code => done(code ?? 1)));
}

/** The COPY --from=build, ENV and ENTRYPOINT lines after the last FROM. Anything it does not know in them is an error. */
function parseLastStage(text) {
  const lines = text.slice(text.lastIndexOf('\nFROM ')).replaceAll('\\\n', ' ').split('\n');
  const copies = [];
  const env = {};
  let entrypoint;
  for (const line of lines) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'COPY') {
      const [flag, ...paths] = rest;
      if (flag !== '--from=build' || paths.length < 2) {
        throw new Error(`cannot rehearse this line of the Dockerfile: ${line}`);
      }
      const to = paths.pop();
      for (const path of paths) {
        const from = join(checkout, path.replace(/^\/src\//, ''));
        copies.push({ from, to: to.endsWith('/') ? join(to, basename(path)) : to });
      }
    } else if (word === 'ENV') {
      const [name, ...value] = rest.join(' ').split('=');
      env[name] = value.join('=');
    } else if (word === 'ENTRYPOINT') {
      entrypoint = JSON.parse(rest.join(' '));
    }
  }
  if (copies.length === 0 || !entrypoint) {
    throw new Error('the Dockerfile has no COPY or ENTRYPOINT in its last stage');
  }
  return { copies, env, entrypoint };
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    execFileSync('cp', ['-a', '--reflink=auto', `${from}/.`, to]);
  } else {
    cpSync(from, to);
  }
}

function megabytes(path) {
  return Math.round(Number(execFileSync('du', ['-sk', path], { encoding: 'utf8' }).split('\t')[0]) / 1024);
}
