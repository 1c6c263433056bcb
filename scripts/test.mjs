// Everything that must hold, in the order of how quickly it can fail. `npm test`, or `npm test -- unit layers` for some.
import { spawn } from 'node:child_process';
import { accessSync } from 'node:fs';

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
    run: 'mocha --reporter dot "{dispatch-extension,claude-extension,gateway,browser-app}/lib/**/*.spec.js"',
    counts: true
  },
  {
    name: 'integration',
    run: 'mocha --timeout 60000 --reporter spec "{dispatch-extension,claude-extension,gateway,browser-app}/lib/**/*.slow-spec.js"',
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
  const { code, output } = missing ? { code: 1, output: '' } : await shell(step.run);
  const counted = step.counts ? count(output) : { passed: 0, failed: 0 };
  // A step that counts tests and ran none has proved nothing.
  const ok = code === 0 && (!step.counts || counted.passed > 0);
  passed += counted.passed + (!step.counts && ok ? 1 : 0);
  failed += Math.max(counted.failed, ok ? 0 : 1);
  done.push({
    step: step.name,
    ok,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    tests: counted.passed
  });
  if (!ok && step.name === 'build') {
    break;
  }
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

/** Runs a command of the project with its output passed on and kept. */
function shell(command) {
  return new Promise(finished => {
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr]
    ]) {
      from.on('data', chunk => {
        output += chunk;
        to.write(chunk);
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
