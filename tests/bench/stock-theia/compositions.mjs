import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/paths.mjs';

/** The version of every package of Theia that is compared with. */
const THEIA = '1.74.1';
const MINIMAL = [
  'core',
  'editor',
  'filesystem',
  'messages',
  'monaco',
  'navigator',
  'preferences',
  'process',
  'terminal',
  'userstorage',
  'variable-resolver',
  'workspace'
];

/**
 * The stock applications that are measured beside ours.
 *
 * - `minimal`: as little as an IDE with a terminal can be made of, to the benefit of stock Theia.
 * - `same`: every `@theia` package that `browser-app` has, without ours.
 */
export const COMPOSITIONS = {
  minimal: Object.fromEntries(MINIMAL.map(name => [`@theia/${name}`, THEIA])),
  same: Object.fromEntries(Object.entries(dispatchDependencies()).filter(([name]) => name.startsWith('@theia/')))
};

/** The `package.json` of a stock application. Nothing is set but what keeps a question from standing in the way. */
export function packageOf(name) {
  return {
    name: `stock-theia-${name}`,
    version: '0.0.0',
    private: true,
    theia: {
      target: 'browser',
      frontend: {
        config: {
          applicationName: 'Stock Theia',
          preferences: { 'security.workspace.trust.enabled': false, 'terminal.integrated.confirmOnExit': 'never' }
        }
      }
    },
    dependencies: { ...COMPOSITIONS[name], react: '^19.0.0', 'react-dom': '^19.0.0' }
  };
}

function dispatchDependencies() {
  return JSON.parse(readFileSync(join(ROOT, 'browser-app', 'package.json'), 'utf8')).dependencies;
}
