#!/usr/bin/env node
/** `npx dispatch <command>`: what one can do with an installation from its command line. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const admin = resolve(root, 'gateway/dist/dispatch-admin.js');
const commands = {
  start: { what: 'build what is not up to date, and start', run: [resolve(root, 'scripts/start.mjs')] },
  stop: { what: 'end everything, sessions too', run: [admin, 'stop'] },
  'sign-in-link': { what: 'print a new one-time link', run: [admin, 'sign-in-link'] },
  drill: { what: 'kill the IDE and the gateway, and prove that no terminal noticed', run: [admin, 'drill'] }
};

const wanted = commands[process.argv[2]];
if (!wanted) {
  const lines = Object.entries(commands).map(([name, { what }]) => `  dispatch ${name.padEnd(13)} ${what}`);
  console.error(['Usage:', ...lines].join('\n'));
  process.exit(2);
}
const { status } = spawnSync(process.execPath, wanted.run, { stdio: 'inherit', cwd: root });
process.exitCode = status ?? 1;
