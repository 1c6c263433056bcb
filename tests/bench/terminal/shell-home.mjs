import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILE_BYTES = 20_000_000;
const PROGRAMS = join(import.meta.dirname, 'programs');

/** The home folder of the shells of both products: a prompt that counts commands, and the programs that are measured. */
export class ShellHome {
  constructor(folder) {
    this.folder = folder;
    /** 20 MB of text with line ends and some colours, like the output of a build. */
    this.bigFile = join(folder, 'big.txt');
    this.reports = join(folder, 'reports');
    /** What the last `timed` command took, in seconds. */
    this.timeFile = join(folder, 'time');
    /** As soon as this file exists, the programs that wait begin; when it is gone, floods end. */
    this.goFile = join(folder, 'go');
  }

  static async make() {
    const home = new ShellHome(await mkdtemp(join(tmpdir(), 'bench-home-')));
    await mkdir(home.reports);
    await writeFile(home.bigFile, coloredText(FILE_BYTES));
    await writeFile(join(home.folder, '.bashrc'), bashrc(home));
    await writeFile(join(home.folder, '.bash_profile'), '. ~/.bashrc\n');
    return home;
  }

  get bytes() {
    return FILE_BYTES;
  }

  /** What a shell shows after `commands` commands, without the space behind it. */
  static prompt(commands) {
    return `bench:${commands + 1}>`;
  }

  async go() {
    await writeFile(this.goFile, '');
  }

  async halt() {
    await rm(this.goFile, { force: true });
  }

  async remove() {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function bashrc({ goFile, reports, timeFile }) {
  const node = process.execPath;
  return [
    "PS1='bench:\\#> '",
    'TIMEFORMAT=%R',
    `timed() { { time "$@" 2> /dev/null; } 2> ${timeFile}; }`,
    'unset PROMPT_COMMAND HISTFILE',
    `flood() { while [ ! -e ${goFile} ]; do sleep 0.1; done; yes "flooding the terminal with text" & ` +
      `while [ -e ${goFile} ]; do sleep 0.1; done; kill %1; wait; } 2> /dev/null`,
    `rate() { ${node} ${join(PROGRAMS, 'rate.mjs')} ${goFile} ${reports}; }`,
    ''
  ].join('\n');
}

/** Lines of some 60 to 120 characters; every fifth has a coloured word. */
function coloredText(bytes) {
  const lines = [];
  let length = 0;
  for (let number = 1; length < bytes; number++) {
    const words = 'compiling module with dependencies and checking types of exported declarations'.repeat(2);
    const text = `${String(number).padStart(7)} ${words.slice(0, 50 + ((number * 7) % 60))}`;
    const line = number % 5 === 0 ? `\u001b[3${1 + (number % 6)}mwarning\u001b[0m ${text}\n` : `${text}\n`;
    lines.push(line);
    length += line.length;
  }
  return lines.join('').slice(0, bytes - 1) + '\n';
}
