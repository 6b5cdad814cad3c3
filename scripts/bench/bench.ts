import { writeFileSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageFolder } from '../../src/package.js';
import { callbackFigures } from './callback-figures.js';
import { toMarkdown, type Figure } from './figures.js';
import { mediaFigures } from './media-figures.js';
import { paceFigures } from './pace-figures.js';
import { entryFigures, reportFigures } from './report-figures.js';
import { sizeFigures } from './size-figures.js';

/** Measures the service against a simulated Zoom, everything in one run, and prints the table. */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    records: { type: 'string', default: '200000' },
    'report-records': { type: 'string', default: '100000' },
    entries: { type: 'string', default: '50000' },
    'media-mb': { type: 'string', default: '512' },
    'large-media-mb': { type: 'string', default: '10240' },
    callbacks: { type: 'string', default: '10000' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const wanted = (part: string) => values.only === undefined || values.only.split(',').includes(part);

const figures: Figure[] = [];
const take = async (part: string, measure: () => Promise<Figure[]>) => {
  if (!wanted(part)) return;
  process.stderr.write(`measuring ${part} …\n`);
  figures.push(...(await measure()));
};
await take('pace', () => paceFigures(runs));
await take('size', () => sizeFigures(runs, Number(values.records)));
await take('report', () => reportFigures(Math.min(runs, 3), Number(values['report-records'])));
await take('entries', () => entryFigures(Math.min(runs, 3), Number(values.entries)));
await take('callbacks', () => callbackFigures(Number(values.callbacks)));
await take('media', () => mediaFigures(runs, Number(values['media-mb']) * 2 ** 20));
await take('large-media', async () =>
  (await mediaFigures(1, Number(values['large-media-mb']) * 2 ** 20)).slice(2),
);

const [cpu] = cpus();
const machine = `${cpus().length} cores (${cpu?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
const report = `Machine: ${machine}. Command: \`npm run bench -- ${process.argv.slice(2).join(' ')}\`.\n\n${toMarkdown(figures)}\n`;
process.stdout.write(report);
if (values.write) {
  const path = join(packageFolder(), 'docs/benchmarks.md');
  const [before = '', rest = ''] = readFileSync(path, 'utf8').split('<!-- measured -->');
  const after = rest.split('<!-- end: measured -->')[1] ?? '';
  writeFileSync(path, `${before}<!-- measured -->\n${report}<!-- end: measured -->${after}`);
}
