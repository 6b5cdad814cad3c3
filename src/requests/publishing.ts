import { createLanes, type Lanes } from '../collect/lanes.js';
import type { StepCount } from '../model/step.js';

/** Reports that are made at once: each needs memory and disk, and small ones must not wait for a huge one. */
const atOnce = { small: 2, large: 1 };

/** A report that has more than this of anything takes its time. */
const mostOfSmall = { records: 10_000, files: 1_000, bytes: 256 * 1024 * 1024 };

/** The lanes in which reports are made. */
export const createPublishing = (): Lanes => createLanes((lane) => atOnce[lane as keyof typeof atOnce]);

/** Which lane the report of a collection takes. */
export function publishingLane(counts: readonly StepCount[]): keyof typeof atOnce {
  const files = counts.filter(({ kind }) => kind === 'file');
  const sum = (of: readonly StepCount[], field: 'records' | 'done' | 'bytes') =>
    of.reduce((total, count) => total + count[field], 0);
  const isLarge =
    sum(counts, 'records') > mostOfSmall.records ||
    sum(files, 'done') > mostOfSmall.files ||
    sum(files, 'bytes') > mostOfSmall.bytes;
  return isLarge ? 'large' : 'small';
}
