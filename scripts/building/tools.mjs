import { spawnSync } from 'node:child_process';

const TOOLS = [
  { any: ['git'], what: 'git', debian: 'git' },
  { any: [process.env.CXX, 'c++', 'g++', 'clang++'], what: 'a C++ compiler', debian: 'g++ make' },
  { any: [process.env.PYTHON, 'python3', 'python'], what: 'Python 3', debian: 'python3' }
];

/** What must be installed and is not: one line for each, with the command that installs it. */
export function missingTools() {
  return TOOLS.filter(({ any }) => !any.some(isThere)).map(
    ({ what, debian }) => `Dispatch needs ${what}: apt-get install -y ${debian}`
  );
}

function isThere(command) {
  return Boolean(command) && !spawnSync(command, ['--version'], { stdio: 'ignore' }).error;
}
