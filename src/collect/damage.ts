import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { StepStore } from '../storage/step-store.js';
import { reopenRun } from './reopen.js';
import type { SourceStep } from '../model/step.js';
import type { Spool } from '../spool/spool.js';

/**
 * Finds the steps whose files in the spool are not what was written, by their digests, and makes them pending
 * again. Resolves with how many there were.
 */
export async function undoDamage(
  steps: StepStore,
  spool: Spool,
  requestId: string,
  kinds: readonly SourceStep['kind'][],
): Promise<number> {
  let found = 0;
  for (const run of steps.runs(requestId)) {
    const damaged: SourceStep[] = [];
    for (const kind of kinds)
      for (const step of steps.done(requestId, run.sourceId, kind))
        if (await isDamaged(spool, step)) damaged.push(step);
    if (damaged.length === 0) continue;
    steps.reset(damaged);
    reopenRun(steps, run);
    found += damaged.length;
  }
  return found;
}

async function isDamaged(spool: Spool, step: SourceStep): Promise<boolean> {
  const wanted = step.result?.sha256;
  if (wanted === undefined) return false;
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(fileOf(spool, step), { highWaterMark: 1024 * 1024 }), hash);
  } catch (error) {
    if (['ENOENT', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return true;
    throw error;
  }
  return hash.digest('hex') !== wanted;
}

function fileOf(spool: Spool, { sourceId, kind, position }: SourceStep): string {
  if (kind === 'list') return spool.listFile(sourceId, position);
  if (kind === 'detail') return spool.detailFile(sourceId, position);
  return spool.attachmentFile(sourceId, position);
}
