/**
 * Makes `lib/static` from `lib/frontend`: what the gateway serves.
 *
 * - `assets/`: names hold a hash of the content, so that a browser may keep them for ever.
 * - everything else (`index.html`, `secondary-window.html`, ...): names stay, a browser asks each time.
 * - beside each file that is worth it: `.br` and `.gz`.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const COMPRESSIBLE = new Set(['.js', '.css', '.html', '.json', '.svg', '.ttf', '.wasm', '.eot']);
/** Below this many bytes a compressed copy saves no packet. */
const COMPRESS_FROM_BYTES = 1024;
/** Quality 11 saves a tenth more and takes twenty times as long: 35 s against 2 s for the bundle. */
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22 };

/** Files whose names occur in others, leaves first; a name is replaced in every file that comes later. */
const HASHED = [
  'editor.worker.js',
  'plugin-worker.js',
  'load-watch.js',
  'claude-math.js',
  'claude-diagrams.js',
  'bundle.css',
  'bundle.js'
];
const ENTRY = { script: 'bundle.js', style: 'bundle.css', watch: 'load-watch.js' };
/** What the page of Theia's secondary windows asks for. They get the style of the page, so that all in them looks as there. */
const SECONDARY_STYLE = 'secondary-window.css';

/** Writes `target` from `source`. `pageFolder` holds the templates of the page, `icon` (optional) the favicon. */
export async function writeStaticFiles({ source, target, pageFolder, icon, translationKeys }) {
  const fresh = `${target}-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(join(fresh, 'assets'), { recursive: true });
  const names = await copyHashed(source, fresh);
  await copyFontsAndImages(source, fresh);
  await cp(join(source, 'context'), join(fresh, 'context'), { recursive: true });
  await cp(translationKeys, join(fresh, 'translation-keys.json'));
  await writePages({ source, fresh, pageFolder, icon, names });
  await compressAll(fresh);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
}

/** Copies scripts and styles under hashed names, each with the names of those before it replaced. */
async function copyHashed(source, fresh) {
  const names = new Map();
  for (const file of HASHED) {
    const text = withNames(await readFile(join(source, file), 'utf8'), names);
    names.set(file, await writeHashed(fresh, file, text));
  }
  return names;
}

/** Replaces `"./name"` and `"name"` by the place of the hashed file. */
function withNames(text, names) {
  for (const [file, hashed] of names) {
    const quoted = new RegExp(`(["'\`])(?:\\./)?${file.replace(/\./g, '\\.')}\\1`, 'g');
    text = text.replace(quoted, `$1./${hashed}$1`);
  }
  return text;
}

async function writeHashed(fresh, file, content) {
  // letters and digits alone: the gateway knows a name that never changes by them
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const extension = extname(file);
  const hashed = `assets/${basename(file, extension)}-${hash}${extension}`;
  await writeFile(join(fresh, hashed), content);
  return hashed;
}

/** esbuild has hashed these names already. */
async function copyFontsAndImages(source, fresh) {
  for (const entry of await readdir(source, { withFileTypes: true })) {
    if (entry.isFile() && /-[A-Z0-9]{8}\.\w+$/.test(entry.name)) {
      await cp(join(source, entry.name), join(fresh, 'assets', entry.name));
    }
  }
}

async function writePages({ source, fresh, pageFolder, icon, names }) {
  const splash = await writeHashed(fresh, 'splash.js', await readFile(join(pageFolder, 'splash.js')));
  const favicon = icon ? await writeHashed(fresh, 'icon.svg', await readFile(icon)) : undefined;
  const values = {
    splash,
    favicon: favicon ? `<link rel="icon" type="image/svg+xml" href="./${favicon}">` : '',
    script: names.get(ENTRY.script),
    style: names.get(ENTRY.style),
    watch: names.get(ENTRY.watch)
  };
  const index = await readFile(join(pageFolder, 'index.html'), 'utf8');
  await writeFile(
    join(fresh, 'index.html'),
    index.replace(/%(\w+)%/g, (whole, name) => values[name] ?? whole)
  );
  const secondary = await readFile(join(source, 'secondary-window.html'), 'utf8');
  if (!secondary.includes(SECONDARY_STYLE)) {
    throw new Error(`secondary-window.html has no ${SECONDARY_STYLE} any more: its style would be missing.`);
  }
  await writeFile(
    join(fresh, 'secondary-window.html'),
    withNames(secondary.replace(SECONDARY_STYLE, ENTRY.style), names)
      .replace('Theia —', 'Dispatch –')
      .replace('</head>', `${values.favicon}\n</head>`)
  );
}

async function compressAll(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter(entry => entry.isFile() && COMPRESSIBLE.has(extname(entry.name)));
  await Promise.all(files.map(entry => compress(join(entry.parentPath, entry.name))));
}

async function compress(file) {
  const content = await readFile(file);
  if (content.length < COMPRESS_FROM_BYTES) {
    return;
  }
  const params = { ...BROTLI, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params }),
    promisify(gzip)(content, { level: 9 })
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
}
