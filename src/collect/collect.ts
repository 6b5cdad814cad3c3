import { sourceOf } from '../contract/index.js';
import { explainFileError } from '../errors.js';
import { PauseUntil, ReconnectNeeded, remedyFor } from '../upstream/refusal.js';
import { lookAgain } from './look-again.js';
import { type Collection } from './collection.js';
import { conclude } from './conclude.js';
import type { SourceRun } from '../model/source-run.js';
import { settle } from '../spool/settle.js';
import { runSource } from './run-source.js';

/**
 * Brings all planned sources of a request to their end, and looks once more at what was unfinished. A failing source never stops the others. Throws
 * PauseUntil when something must wait, the signal's reason when stopped, AppError when the disk fails.
 */
export async function collect(collection: Collection, onFault: (error: unknown) => void): Promise<void> {
  await runAll(collection, onFault);
  if (await lookAgain(collection)) await runAll(collection, onFault);
}

async function runAll(collection: Collection, onFault: (error: unknown) => void): Promise<void> {
  collection.milestones.restart();
  const runs = await collection.steps.runs(collection.requestId);
  const ends = await Promise.allSettled(runs.map((run) => runGuarded(collection, run, onFault)));
  const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  const fatal = errors.find((error) => !(error instanceof PauseUntil));
  if (fatal !== undefined) throw explainFileError(fatal, 'the data folder');
  const pauses = errors.filter((error) => error instanceof PauseUntil);
  const reconnect = pauses.find((error) => error instanceof ReconnectNeeded);
  if (reconnect) throw reconnect;
  const [first] = pauses.sort((one, other) => one.until - other.until);
  if (first) throw first;
}

async function runGuarded(
  collection: Collection,
  run: SourceRun,
  onFault: (error: unknown) => void,
): Promise<void> {
  const source = sourceOf(collection.connector, run.sourceId);
  try {
    await runSource(collection, source, run);
  } catch (error) {
    if (error instanceof PauseUntil || collection.signal.aborted || isFileError(error)) throw error;
    onFault(error);
    const runs = await collection.steps.runs(collection.requestId);
    const latest = runs.find(({ sourceId }) => sourceId === run.sourceId);
    const plan = latest?.plan ?? run.plan;
    const missing = { reason: 'broken_answer', remedy: remedyFor('broken_answer'), count: 1 } as const;
    await collection.steps.advance({
      ...run,
      phase: 'done',
      plan: { ...plan, missing: [...plan.missing, missing] },
      settled: latest?.settled ?? (await settle(collection, source)),
    });
    collection.progress.of(source.id).state = 'done';
  } finally {
    // However it ended, nobody waits for it any more.
    collection.milestones.reach('listed', source.id);
    collection.milestones.reach('whole', source.id);
  }
  await conclude(collection);
}

/** Faults of the file system name the call that failed, those of the database their kind. */
const isFileError = (error: unknown) =>
  error instanceof Error &&
  ('syscall' in error || (error as NodeJS.ErrnoException).code?.startsWith('SQLITE_') === true);
