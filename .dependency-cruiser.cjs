/**
 * The layers of the house: feature first, runtime second. `npm run layers` checks them.
 * What each folder may import is said in ARCHITECTURE.md.
 */
const EXT = '^(dispatch-extension|claude-extension)/src';
const layer = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    layer(
      'no-cycles',
      'A cycle hides which of its files is the foundation.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    ),
    layer(
      'common-is-pure',
      'common/ is spoken by every runtime.',
      { path: `${EXT}/[^/]+/common/` },
      {
        pathNot: [
          `${EXT}/[^/]+/common/`,
          'node_modules/(zod|tslib|chai|fast-check)/',
          '^(dispatch-extension|claude-extension)/lib/[^/]+/common/'
        ]
      }
    ),
    layer(
      'domain-is-pure',
      'domain/ is logic without I/O, clock or DI.',
      { path: `${EXT}/[^/]+/domain/` },
      {
        pathNot: [
          `${EXT}/[^/]+/(common|domain)/`,
          'node_modules/(zod|tslib|chai|fast-check)/',
          '^(dispatch-extension|claude-extension)/lib/[^/]+/(common|domain)/'
        ]
      }
    ),
    layer(
      'host-knows-no-page',
      'The session host has neither page nor Theia.',
      { path: `${EXT}/[^/]+/host/` },
      {
        path: [
          `${EXT}/[^/]+/(browser|node)/`,
          'node_modules/@theia/',
          'node_modules/react',
          'node_modules/@xterm/xterm/'
        ]
      }
    ),
    layer(
      'node-knows-no-host',
      'The Theia backend is a client of the session host, as a page is.',
      { path: `${EXT}/[^/]+/node/`, pathNot: '\\.(slow-)?spec\\.ts$' },
      {
        path: [
          `${EXT}/[^/]+/(browser|host)/`,
          'node_modules/(node-pty|kysely|@anthropic-ai)/',
          'node_modules/@theia/[^/]+/lib/browser/'
        ]
      }
    ),
    layer(
      'browser-is-a-page',
      'Nothing of Node in the page.',
      { path: `${EXT}/[^/]+/browser/`, pathNot: '\\.spec\\.tsx?$' },
      {
        path: [
          `${EXT}/[^/]+/(node|host)/`,
          'node_modules/@theia/[^/]+/lib/node/',
          'node_modules/(node-pty|kysely|ws|pino)/'
        ]
      }
    ),
    layer(
      'browser-uses-no-builtins',
      'Nothing of Node in the page.',
      { path: `${EXT}/[^/]+/browser/`, pathNot: '\\.spec\\.tsx?$' },
      { dependencyTypes: ['core'] }
    ),
    layer(
      'testing-is-not-shipped',
      'Fakes stay out of the product.',
      { pathNot: ['\\.(slow-)?spec\\.tsx?$', '/testing/', '^tests/', '^scripts/'] },
      { path: '/testing/' }
    ),
    layer(
      'kernel-is-the-ground',
      'kernel imports no feature.',
      { path: '^dispatch-extension/src/kernel/' },
      { path: '^dispatch-extension/src/(?!kernel/)' }
    ),
    layer(
      'storage-on-kernel',
      'kernel ← storage.',
      { path: '^dispatch-extension/src/storage/' },
      { path: '^dispatch-extension/src/(?!kernel/|storage/)' }
    ),
    layer(
      'workspace-below-session',
      'kernel ← storage ← workspace ← session ← terminal.',
      { path: '^dispatch-extension/src/workspace/(common|domain|host)/', pathNot: '\\.(slow-)?spec\\.ts$' },
      { path: '^dispatch-extension/src/(?!kernel/|storage/|workspace/)' }
    ),
    layer(
      'session-below-terminal',
      'A session kind is a contribution; the engine knows none.',
      { path: '^dispatch-extension/src/session/', pathNot: '\\.(slow-)?spec\\.ts$' },
      { path: '^dispatch-extension/src/(?!kernel/|storage/|workspace/|session/)' }
    ),
    layer(
      'terminal-below-its-features',
      'What a terminal can do beyond running is contributed to it.',
      { path: '^dispatch-extension/src/terminal/', pathNot: '\\.(slow-)?spec\\.ts$' },
      { path: '^dispatch-extension/src/(history|clipboard|links|shell-integration|task|drill|overview)/' }
    ),
    layer(
      'terminal-by-its-api',
      'What happens inside of a terminal may change without Claude.',
      { path: '^claude-extension/src/', pathNot: ['\\.(slow-)?spec\\.tsx?$', '/testing/'] },
      { path: '^dispatch-extension/(src|lib)/terminal/(host|domain|node)/', pathNot: '/terminal/host/terminal-api\\.' }
    ),
    layer(
      'terminal-knows-no-claude',
      'Nothing imports claude-extension but the composition.',
      { path: '^(dispatch-extension|gateway)/' },
      { path: '^claude-extension/' }
    ),
    layer(
      'gateway-shares-common-only',
      'The gateway speaks to the rest by contracts.',
      { path: '^gateway/src/' },
      {
        path: '^(dispatch-extension|claude-extension|browser-app)/',
        pathNot: '^dispatch-extension/(src|lib)/[^/]+/common/'
      }
    ),
    layer(
      'node-pty-has-one-door',
      'Only the terminal feature spawns PTYs.',
      { path: `${EXT}/`, pathNot: `${EXT}/terminal/host/` },
      { path: 'node_modules/node-pty/' }
    ),
    layer(
      'sdks-have-one-door',
      'Only the runtimes speak to Claude.',
      { path: `${EXT}/`, pathNot: `${EXT}/runtime/(host|testing)/` },
      { path: 'node_modules/@anthropic-ai/' }
    )
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^(dispatch-extension|claude-extension)/lib/'] },
    exclude: { path: ['^browser-app/(lib|src-gen)/', '^plugins/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types']
    }
  }
};
