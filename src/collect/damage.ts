import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { sourceOf, type Connector } from '../contract/index.js';
import type { FileStore } from '../files/file-store.js';
import type { SourceRun } from '../model/source-run.js';
import type { StepStore } from '../storage/step-store.js';
import { reopenRun, settleAgain, wakeChildren } from './reopen.js';
import type { SourceStep } from '../model/step.js';
import { lacksSettled } from '../spool/settled-records.js';
import type { Spool } from '../spool/spool.js';

/**
 * Finds the steps whose files in the spool are not what was written, by their digests, and makes them pending
 * again. Resolves with how many there were.
 */
export async function undoDamage(
  steps: StepStore,
  spool: Spool,
  requestId: string,
  connector: Connector,
  kinds: readonly SourceStep['kind'][],
): Promise<number> {
  let found = 0;
  const changed: string[] = [];
  for (const run of await steps.runs(requestId)) {
    const damaged: SourceStep[] = [];
    for (const kind of kinds)
      for await (const page of steps.done(requestId, run.sourceId, kind))
        for (const step of page)
          if (await isDamaged(spool.files, fileOf(spool, step), step.result?.sha256)) damaged.push(step);
    if (damaged.length === 0) continue;
    await steps.reset(damaged);
    await reopenRun(steps, sourceOf(connector, run.sourceId), run);
    if (damaged.some(({ kind }) => kind !== 'file')) changed.push(run.sourceId);
    found += damaged.length;
  }
  await wakeChildren(steps, connector.sources, requestId, changed);
  return found;
}

/**
 * Lets sources settle again whose settled records are not what was written, or which an older version left without
 * any. Nothing is fetched for it. Resolves with how many there were.
 */
export async function undoSettled(
  steps: StepStore,
  spool: Spool,
  requestId: string,
  connector: Connector,
): Promise<number> {
  let found = 0;
  for (const run of await steps.runs(requestId)) {
    if (!(await isSpoilt(steps, spool, run))) continue;
    await settleAgain(steps, connector.sources, sourceOf(connector, run.sourceId), run);
    found += 1;
  }
  return found;
}

async function isSpoilt(steps: StepStore, spool: Spool, run: SourceRun): Promise<boolean> {
  if (run.phase === 'waiting' || run.phase === 'listing') return false;
  return (
    (await lacksSettled(steps, run)) ||
    isDamaged(spool.files, spool.settledFile(run.sourceId), run.settled?.sha256)
  );
}

async function isDamaged(files: FileStore, key: string, wanted: string | undefined): Promise<boolean> {
  if (wanted === undefined) return false;
  const hash = createHash('sha256');
  try {
    await pipeline(files.read(key), hash);
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
