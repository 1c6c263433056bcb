import { parseArgs } from 'node:util';
import { DRAWINGS } from './drawings.mjs';

/** Which rows to measure, with how many samples: `cat echo --samples 20 --drawing no-gl --profile`. Ends with one line when wrong. */
export function readOptions(all, args = process.argv.slice(2)) {
  const names = all.map(({ name }) => name);
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        samples: { type: 'string' },
        drawing: { type: 'string' },
        profile: { type: 'boolean', default: false }
      }
    });
    const unknown = positionals.filter(name => !names.includes(name));
    const samples = values.samples === undefined ? undefined : Number(values.samples);
    if (unknown.length > 0 || (samples !== undefined && !(Number.isInteger(samples) && samples > 0))) {
      throw new Error(unknown.length > 0 ? `no row is called ${unknown.join(', ')}` : '--samples takes a whole number');
    }
    if (values.drawing !== undefined && !DRAWINGS.some(({ name }) => name === values.drawing)) {
      throw new Error(`--drawing is one of ${DRAWINGS.map(({ name }) => name).join(', ')}`);
    }
    const drawings = DRAWINGS.filter(({ name }) => values.drawing === undefined || name === values.drawing);
    const rows = positionals.length > 0 ? all.filter(({ name }) => positionals.includes(name)) : all;
    return { rows, samples, drawings, profile: values.profile };
  } catch (error) {
    console.error(
      `${error.message}\nusage: npm run bench -- terminal [${names.join(' | ')}] [--samples N]` +
        ' [--drawing NAME] [--profile]'
    );
    process.exit(2);
  }
}
