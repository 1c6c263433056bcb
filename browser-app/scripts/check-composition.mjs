/**
 * Fails when a package that Dispatch leaves out on purpose is part of the application: as a Theia extension that the
 * composition reaches, or as code in what was bundled.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const application = resolve(import.meta.dirname, '..');
const LEFT_OUT = [
  { name: /^@theia\/ai-chat/, why: 'runs turns in the page, where they die with it' },
  { name: /^@theia\/ai-(claude-code|ide|terminal|codex)$/, why: 'runs agents and commands of the page’s choice' },
  { name: /^@theia\/ai-mcp-(server|ui)$/, why: 'opens a door of its own' },
  { name: /^@theia\/mini-browser$/, why: 'serves any file of the machine' },
  { name: /^@theia\/metrics$/, why: 'shows its numbers to anybody' },
  { name: /^@theia\/plugin-dev$/, why: 'listens on all addresses' },
  { name: /^@theia\/(remote|dev-container)/, why: 'drives other machines and container engines' },
  { name: /^@theia\/collaboration$/, why: 'shares a workspace past the gateway' }
];

const problems = [
  ...wrong(extensions(), 'a Theia extension of the application'),
  ...wrong(bundled(), 'in the bundles')
];
problems.forEach(problem => console.error(problem));
console.log(
  problems.length === 0 ? 'The composition holds nothing that was left out.' : `${problems.length} problems.`
);
process.exitCode = problems.length === 0 ? 0 : 1;

function wrong(names, where) {
  return names.flatMap(each =>
    LEFT_OUT.filter(({ name }) => name.test(each)).map(({ why }) => `${each} is ${where}. It is left out: it ${why}.`)
  );
}

function extensions() {
  const { ApplicationPackage } = createRequire(import.meta.url)('@theia/application-package');
  return new ApplicationPackage({ projectPath: application }).extensionPackages.map(({ name }) => name);
}

/** What `esbuild.mjs` found in the bundles. */
function bundled() {
  const list = join(application, 'lib', 'packages.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : ['(nothing has been built)'];
}
