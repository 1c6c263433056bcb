// Everything that must hold, in the order of how quickly it can fail. `npm test`, or `npm test -- unit layers` for some.
import { spawn } from 'node:child_process';
import { accessSync, globSync } from 'node:fs';

const COMPILED = '{dispatch-extension,claude-extension,gateway,browser-app}/lib/**';

const steps = [
  { name: 'build', run: 'node scripts/build.mjs' },
  { name: 'types', run: 'tsc -b' },
  { name: 'lint', run: 'eslint . --max-warnings 0' },
  { name: 'format', run: 'prettier --check --log-level warn .' },
  {
    name: 'layers',
    run: 'depcruise --config .dependency-cruiser.cjs dispatch-extension/src claude-extension/src gateway/src'
  },
  { name: 'composition', run: 'node browser-app/scripts/check-composition.mjs' },
  { name: 'docs', run: 'node scripts/docs.mjs --check' },
  {
    name: 'unit',
    run: `mocha --reporter dot "${COMPILED}/*.spec.js"`,
    counts: true
  },
  {
    name: 'integration',
    // They wait for processes two thirds of their time, so that two at once take little more than half of it.
    run: () => parts(`${COMPILED}/*.slow-spec.js`).map(files => `mocha --timeout 60000 --reporter spec ${files}`),
    counts: true
  },
  {
    name: 'faults',
    run: 'mocha --timeout 600000 --reporter spec "tests/lib/faults/**/*.fault.js"',
    counts: true
  },
  { name: 'container', run: 'node scripts/rehearse-container.mjs' },
  { name: 'journeys', run: 'playwright test --config tests/playwright.config.ts', counts: true, needs: chromium }
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !steps.some(step => step.name === name));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. Steps: ${steps.map(step => step.name).join(', ')}`);
  process.exit(2);
}

const done = [];
let passed = 0;
let failed = 0;
for (const step of steps.filter(each => wanted.length === 0 || wanted.includes(each.name))) {
  console.log(`\n── ${step.name} ${'─'.repeat(70 - step.name.length)}`);
  const startedAt = performance.now();
  const missing = step.needs?.();
  if (missing) {
    console.error(missing);
  }
  const runs = missing
    ? [{ code: 1, output: missing }]
    : await shells(typeof step.run === 'string' ? [step.run] : step.run());
  const counts = runs.map(({ output }) => (step.counts ? count(output) : { passed: 0, failed: 0 }));
  const counted = { passed: sum(counts.map(each => each.passed)), failed: sum(counts.map(each => each.failed)) };
  // A run that counts tests and ran none has proved nothing.
  const ok = runs.every(({ code }, index) => code === 0 && (!step.counts || counts[index].passed > 0));
  passed += counted.passed + (!step.counts && ok ? 1 : 0);
  failed += Math.max(counted.failed, ok ? 0 : 1);
  done.push({
    step: step.name,
    ok,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    tests: counted.passed,
    failures: runs.filter(({ code }) => code !== 0).map(({ output }) => whatFailed(output))
  });
  if (!ok && step.name === 'build') {
    break;
  }
}

for (const each of done.filter(({ ok }) => !ok)) {
  console.log(`\n── what failed in ${each.step} ${'─'.repeat(56 - each.step.length)}\n${each.failures.join('\n')}`);
}
console.log(`\n${'─'.repeat(74)}`);
for (const each of done) {
  const tests = each.tests ? `${each.tests} tests` : '';
  console.log(`${each.ok ? '✓' : '✗'} ${each.step.padEnd(14)} ${String(each.seconds).padStart(4)} s  ${tests}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function chromium() {
  const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
  try {
    accessSync(path);
    return undefined;
  } catch {
    return `The journeys need Chromium: apt-get install chromium (or set CHROMIUM to its path; ${path} is not there).`;
  }
}

/** The files of a glob in command lines of some five files each, neighbours apart, as those often take equally long. */
function parts(pattern) {
  const files = globSync(pattern).sort();
  const count = Math.ceil(files.length / 5);
  return Array.from({ length: count }, (_, part) => files.filter((_, index) => index % count === part).join(' '));
}

/** Runs commands of the project, two at a time. The output of a single one is printed as it comes, else that of each at its end. */
async function shells(commands) {
  const runs = [];
  const waiting = [...commands];
  const takeTurns = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const run = await shell(next, commands.length === 1);
      runs.push(run);
      if (commands.length > 1) {
        process.stdout.write(run.output);
      }
    }
  };
  await Promise.all([takeTurns(), takeTurns()]);
  return runs;
}

/** Runs a command with its output kept, and printed as it comes if so wanted. */
function shell(command, prints) {
  return new Promise(finished => {
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr]
    ]) {
      from.on('data', chunk => {
        output += chunk;
        if (prints) {
          to.write(chunk);
        }
      });
    }
    child.on('close', code => finished({ code: code ?? 1, output }));
  });
}

/** The counts that mocha ("12 passing") and Playwright ("12 passed") print at their end. */
function count(output) {
  const last = expression => Number([...output.matchAll(expression)].at(-1)?.[1] ?? 0);
  return { passed: last(/^\s*(\d+) (?:passing|passed)\b/gm), failed: last(/^\s*(\d+) (?:failing|failed)\b/gm) };
}

/** What mocha ("2 failing") or Playwright ("  1) …") print of failures at their end, or else the end, at most 80 lines. */
function whatFailed(output) {
  const from = output.search(/^\s*\d+ failing\b/m);
  const start = from >= 0 ? from : output.search(/^ {2}1\) /m);
  const lines = output.trimEnd().split('\n');
  return start >= 0 ? output.slice(start).split('\n').slice(0, 80).join('\n') : lines.slice(-40).join('\n');
}

function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}
