// Runs the benchmarks by name, or all: `npm run bench -- start first-load`. Each prints its figures beside a comparison.
// What follows a name and is no name is handed to that benchmark: `npm run bench -- terminal cat echo --samples 50`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const all = readdirSync(import.meta.dirname)
  .filter(name => name.endsWith('.mjs') && name !== 'run.mjs')
  .map(name => name.slice(0, -4));
/** Those that understand more words than their name. */
const takesWords = ['terminal', 'claude'];
const wanted = [];
for (const word of process.argv.slice(2)) {
  if (all.includes(word)) {
    wanted.push({ name: word, args: [] });
  } else if (takesWords.includes(wanted.at(-1)?.name)) {
    wanted.at(-1).args.push(word);
  } else {
    console.error(`There is no benchmark ${word}. There are: ${all.join(', ')}`);
    process.exit(2);
  }
}
const { status: built } = spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build.mjs')], {
  stdio: 'inherit'
});
if (built !== 0) {
  process.exit(built ?? 1);
}
for (const { name, args } of wanted.length > 0 ? wanted : all.map(each => ({ name: each, args: [] }))) {
  console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.mjs`), ...args], {
    stdio: 'inherit'
  });
  process.exitCode ||= status ?? 1;
}
