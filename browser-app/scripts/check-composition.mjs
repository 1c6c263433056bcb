/**
 * Fails when a package that Dispatch leaves out on purpose is part of the application: as a Theia extension that the
 * composition reaches, or as code in what was bundled; when a file of the page has a name that browsers would not keep;
 * and when others could change a program that was bundled.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';

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

const load = createRequire(import.meta.url);
/** The gateway's own rule; compiled by the step `types`. */
const { cacheControlOf } = load('dispatch-gateway/lib/door/static-files');

const problems = [
  ...wrong(extensions(), 'a Theia extension of the application'),
  ...wrong(bundled(), 'in the bundles'),
  ...filesOf('static/assets')
    .filter(name => !cacheControlOf(name).includes('immutable'))
    .map(name => `assets/${name} has no hash that the gateway knows: browsers would ask for it each time.`),
  ...filesOf('backend')
    .filter(name => (statSync(join(application, 'lib/backend', name)).mode & 0o022) !== 0)
    .map(name => `backend/${name} can be changed by others than its owner.`)
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
  const { ApplicationPackage } = load('@theia/application-package');
  return new ApplicationPackage({ projectPath: application }).extensionPackages.map(({ name }) => name);
}

function filesOf(folder) {
  const path = join(application, 'lib', folder);
  const entries = existsSync(path) ? readdirSync(path, { withFileTypes: true, recursive: true }) : [];
  return entries.filter(entry => entry.isFile()).map(entry => relative(path, join(entry.parentPath, entry.name)));
}

/** What `esbuild.mjs` found in the bundles. */
function bundled() {
  const list = join(application, 'lib', 'packages.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : ['(nothing has been built)'];
}
