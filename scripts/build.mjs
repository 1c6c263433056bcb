/**
 * Builds what is not up to date: `node scripts/build.mjs [--force]`. Types are not checked here (`npm test` does that),
 * which makes a build four times as fast.
 *
 * A step is up to date when the hash of its inputs is the one that its last success left in `.cache/build.json`.
 */
import { buildAll } from './building/build-steps.mjs';

process.exitCode = await buildAll({ force: process.argv.includes('--force') });
