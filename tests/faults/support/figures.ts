import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKOUT } from '../../harness/installation';
import { WHOLE } from './scale';

/** Those of whole counts are kept with the sources: a run takes hours, and `docs/faults.md` is made of them. */
const FILE = join(CHECKOUT, 'tests', WHOLE ? 'faults/whole-figures.json' : 'results/faults.json');

/** What one fault test has measured: counts and times, in words where a number needs one. */
export type Figures = Record<string, string | number>;

/** Prints the figures of a fault and adds them to those of the other faults. */
export function record(fault: string, what: string, figures: Figures): void {
    const all = read();
    all[fault] = { what, atMs: Date.now(), ...figures };
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, `${JSON.stringify(all, undefined, 2)}\n`);
    const words = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
    process.stdout.write(`      ${words.join(', ')}\n`);
}

/** The value below which `part` (0 to 1) of the values are. 0 for none. */
export function percentile(values: readonly number[], part: number): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function read(): Record<string, object> {
    try {
        return JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, object>;
    } catch {
        // the first figure of this checkout
        return {};
    }
}
