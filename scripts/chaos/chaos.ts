import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { atOnce } from './at-once.js';
import type { CampaignResult } from './campaign.js';
import { campaigns } from './campaigns.js';
import { toTable } from './summary.js';

/** Makes trouble for the built program, campaign after campaign, and tells what it found. */
const declared = Object.assign({}, ...campaigns.map(({ sizes }) => sizes)) as Record<string, unknown>;
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'string' },
    long: { type: 'boolean', default: false },
    ...Object.fromEntries(Object.keys(declared).map((name) => [name, { type: 'string' as const }])),
  },
});
const given = values as Partial<Record<string, string | boolean>>;
const seed = readNumber('seed') ?? randomInt(2 ** 31);
const isLong = given.long === true;
const only = typeof given.only === 'string' ? given.only.split(',') : undefined;
const unknown = only?.filter((name) => !campaigns.some((campaign) => campaign.name === name)) ?? [];
if (unknown.length > 0) throw new Error(`There is no campaign ${unknown.join(', ')}.`);

process.stdout.write(`seed ${seed}, ${isLong ? 'long' : 'short'} form\n`);
const chosen = campaigns.filter(({ name }) => !only || only.includes(name));
const results: (CampaignResult & { name: string; seconds: number })[] = [];
// Half of a campaign is waiting; each has ports, processes and a folder of its own.
await atOnce(isLong ? 1 : 2, chosen, async ({ name, sizes: known, run }) => {
  const sizes = Object.entries(known).map(([size, { short, long }]) => {
    return [size, readNumber(size) ?? (isLong ? long : short)] as const;
  });
  const say = (line: string) => void process.stderr.write(`${name}: ${line}\n`);
  const started = performance.now();
  const result = await run({ seed, isLong, sizes: Object.fromEntries(sizes), say }).catch(
    (error: unknown): CampaignResult => ({
      figures: {},
      failures: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    }),
  );
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  results.push({ name, seconds, ...result });
  for (const failure of result.failures) say(`FAILED ${failure}`);
});
process.stdout.write(`\n${toTable(results)}\nseed ${seed}\n`);
if (typeof given.json === 'string')
  writeFileSync(given.json, `${JSON.stringify({ seed, isLong, campaigns: results }, null, 2)}\n`);
if (results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;

function readNumber(name: string): number | undefined {
  const text = given[name];
  if (typeof text !== 'string') return undefined;
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number.`);
  return Number(text);
}
