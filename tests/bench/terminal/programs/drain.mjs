// What node-pty alone drains: `node drain.mjs FILE` runs `cat FILE` on a pseudo terminal, reads all of it and prints the ms.
import { createRequire } from 'node:module';

const { spawn } = createRequire(import.meta.url)('node-pty');
const startedAt = performance.now();
const terminal = spawn('cat', [process.argv[2]], { cols: 120, rows: 30 });
let characters = 0;
let readAt = startedAt;
terminal.onData(text => {
  characters += text.length;
  readAt = performance.now();
});
terminal.onExit(() => {
  console.log(JSON.stringify({ ms: readAt - startedAt, characters }));
  process.exit(0);
});
