import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyReport } from '../../../src/report/verify.js';
import { mapZip } from '../../../test/support/zip-map.js';
import type { Random } from '../random.js';
import { harm, harms } from './harm.js';
import type { DamageTally } from './tally.js';

/** Harms copies of a published report; each must be called invalid. */
export async function damageZip(
  report: string,
  folder: string,
  trials: number,
  random: Random,
  tally: DamageTally,
): Promise<void> {
  const whole = readFileSync(report);
  const parts = mapZip(whole);
  const copy = join(folder, 'damaged.zip');
  if (!(await verifyReport(report)).isValid) tally.fail('zip', 'the whole report does not verify');
  for (let trial = 0; trial < trials; trial += 1) {
    // Single bits are the hardest to notice.
    const how = trial % 2 === 0 ? 'flip' : (harms[trial % harms.length] ?? 'flip');
    const harmed = harm(whole, how, random);
    writeFileSync(copy, harmed);
    const isFound = !(await verifyReport(copy)).isValid;
    const place = firstDifference(whole, harmed);
    const part = parts.find(({ start, end }) => place >= start && place < end)?.name ?? 'nothing';
    tally.note(`zip, ${how}`, isFound ? 'found' : 'missed', `byte ${place} (${part})`);
  }
}

function firstDifference(one: Buffer, other: Buffer): number {
  const length = Math.min(one.length, other.length);
  for (let place = 0; place < length; place += 1) if (one[place] !== other[place]) return place;
  return length;
}
