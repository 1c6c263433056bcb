// Bundles a stock Theia as `theia build` does, with one change: without the WebGL add-on of its terminal, so that xterm
// draws with its DOM renderer. A browser without a GPU has no WebGL, and stock Theia's terminal then stays empty.
import esbuild from 'esbuild';
import { browserOptions } from './gen-esbuild.browser.mjs';
import { nodeOptions } from './gen-esbuild.node.mjs';

const withoutWebgl = {
  name: 'without-webgl',
  setup(build) {
    build.onResolve({ filter: /^xterm-addon-webgl$/ }, ({ path }) => ({ path, namespace: 'without-webgl' }));
    build.onLoad({ filter: /.*/, namespace: 'without-webgl' }, () => ({
      contents: 'module.exports = { WebglAddon: class { activate() {} dispose() {} } };'
    }));
  }
};
browserOptions.plugins.push(withoutWebgl);
await Promise.all([browserOptions, nodeOptions].map(options => esbuild.build(options)));
