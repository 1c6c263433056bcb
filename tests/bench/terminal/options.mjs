import { parseArgs } from 'node:util';

/** Which rows to measure, with how many samples: `cat echo --samples 20 --profile`. Ends with one line when wrong. */
export function readOptions(all, args = process.argv.slice(2)) {
  const names = all.map(({ name }) => name);
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { samples: { type: 'string' }, profile: { type: 'boolean', default: false } }
    });
    const unknown = positionals.filter(name => !names.includes(name));
    const samples = values.samples === undefined ? undefined : Number(values.samples);
    if (unknown.length > 0 || (samples !== undefined && !(Number.isInteger(samples) && samples > 0))) {
      throw new Error(unknown.length > 0 ? `no row is called ${unknown.join(', ')}` : '--samples takes a whole number');
    }
    const rows = positionals.length > 0 ? all.filter(({ name }) => positionals.includes(name)) : all;
    return { rows, samples, profile: values.profile };
  } catch (error) {
    console.error(
      `${error.message}\nusage: npm run bench -- terminal [${names.join(' | ')}] [--samples N] [--profile]`
    );
    process.exit(2);
  }
}
