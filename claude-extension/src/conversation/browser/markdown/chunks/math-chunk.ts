/** Script of its own, loaded with the first formula that is shown: `browser-app/esbuild.mjs`. */
import { ChunkGlobals } from './chunk-contract';
import { drawFormula } from './formula';

(globalThis as ChunkGlobals).dispatchFormulas = drawFormula;
