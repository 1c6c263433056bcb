import { build } from 'esbuild';

/** Bundles the three programs of the gateway, so that they run without `node_modules`. */
await build({
  entryPoints: { gateway: 'src/gateway.ts', launcher: 'src/launcher.ts', 'dispatch-admin': 'src/admin.ts' },
  absWorkingDir: import.meta.dirname,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  sourcemap: 'linked',
  minifySyntax: true,
  legalComments: 'linked',
  logLevel: 'warning'
});
