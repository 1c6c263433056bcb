import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SKIPPED = new Set(['node_modules', 'lib', 'dist', 'src-gen', '.cache', 'builtin']);
/** Tests, and what `theia build` generates beside its sources: neither decides what is built. */
const NO_INPUT = /(\.(slow-)?spec\.tsx?|gen-esbuild\.\w+\.mjs)$/;

/** A hash of names and contents of the files and folders at `paths` below `root`. Tests and what was generated do not count. */
export function hashInputs(root, paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(path => filesBelow(join(root, path))).sort()) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) {
    return [];
  }
  if (!statSync(path).isDirectory()) {
    return NO_INPUT.test(path) ? [] : [path];
  }
  return readdirSync(path)
    .filter(name => !SKIPPED.has(name))
    .flatMap(name => filesBelow(join(path, name)));
}

/** Remembers from which inputs each step was last done with success. */
export class Stamps {
  constructor(file) {
    this.file = file;
    this.known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  has(step, hash) {
    return this.known[step] === hash;
  }

  set(step, hash) {
    this.known[step] = hash;
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, JSON.stringify(this.known, undefined, 2));
  }
}
