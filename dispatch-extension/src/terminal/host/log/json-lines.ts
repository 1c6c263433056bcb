import * as fs from 'node:fs';
import { z } from 'zod';

/** The lines of a file that are whole, and whether there were others, as after a crash; empty where there is no file. */
export function readJsonLines<T>(file: string, schema: z.ZodType<T>): { values: T[]; torn: boolean } {
    if (!fs.existsSync(file)) {
        return { values: [], torn: false };
    }
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    const last = lines.pop();
    const parsed = lines.map(line => schema.safeParse(parse(line)));
    const values = parsed.flatMap(({ success, data }) => (success ? [data] : []));
    return { values, torn: last !== '' || values.length < lines.length };
}

function parse(line: string): unknown {
    try {
        return JSON.parse(line);
    } catch {
        // the torn tail of a crash; the caller leaves it out
        return undefined;
    }
}
