import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const TOOLS = [
  { any: ['git'], what: 'git', debian: 'git' },
  { any: [process.env.CXX, 'c++', 'g++', 'clang++'], what: 'a C++ compiler', debian: 'g++ make' },
  { any: [process.env.PYTHON, 'python3', 'python'], what: 'Python 3', debian: 'python3' }
];

/** npm writes it at the end of an installation that was complete. */
const INSTALLED = resolve(import.meta.dirname, '..', '..', 'node_modules', '.package-lock.json');

/** What must be installed and is not: one line for each, with the command that installs it. */
export function missingTools() {
  const packages = existsSync(INSTALLED) ? [] : ['Dispatch needs the packages that it is made of: npm install'];
  const tools = TOOLS.filter(({ any }) => !any.some(isThere)).map(
    ({ what, debian }) => `Dispatch needs ${what}: apt-get install -y ${debian}`
  );
  return [...tools, ...packages];
}

function isThere(command) {
  return Boolean(command) && !spawnSync(command, ['--version'], { stdio: 'ignore' }).error;
}
