import type { Source } from '../contract/index.js';
import { laneOf, mediaLane } from './plan.js';
import { planDetails, planFiles } from './plan-files.js';
import type { Collection } from './collection.js';
import { runDetailStep } from './detail-step.js';
import { runFileStep } from './file-step.js';
import { vainReason } from './licence.js';
import { runLists } from './run-lists.js';
import type { DetailStep, FileStep, Run } from './results.js';
import { runPendingSteps } from './run-steps.js';

/** Pieces of work a lane does at once; enough to keep a label's pace busy while answers are on their way. */
export const laneSize = (lane: string): number => (lane === mediaLane ? 4 : 16);

/** Brings one source from where it stands to its end. Throws PauseUntil when it must wait. */
export async function runSource(collection: Collection, source: Source, run: Run): Promise<void> {
  const progress = collection.progress.of(source.id);
  let current = run;
  const advance = (phase: Run['phase'], steps: readonly (DetailStep | FileStep)[], plan: Run['plan']) => {
    current = { ...current, phase, plan };
    collection.steps.advance(current, steps);
  };
  if (current.phase !== 'listing') collection.milestones.markListed(source.id);
  if (current.phase === 'done') {
    progress.state = 'done';
    return;
  }
  progress.state = 'running';
  await collection.spool.prepare(source.id);
  if (current.phase === 'listing') {
    const refusal = await vainReason(collection, source);
    if (refusal) {
      collection.milestones.markListed(source.id);
      advance('done', [], { ...current.plan, refusal });
      progress.state = 'done';
      return;
    }
    await (source.collect ? collectLocally(collection, source) : runLists(collection, source));
    collection.milestones.markListed(source.id);
    const { steps, plan } = await planDetails(collection, source, current);
    advance('details', steps, plan);
    progress.steps.total += steps.length;
  }
  if (current.phase === 'details') {
    await runDetails(collection, source);
    const { steps, plan } = await planFiles(collection, source, current);
    advance('files', steps, plan);
    progress.files.total += steps.length;
  }
  await runFiles(collection, source);
  advance('done', [], current.plan);
  progress.state = 'done';
}

/** The escape hatch: records made of the subject's lookup, without a call. */
async function collectLocally({ steps, spool, subject, requestId, progress }: Collection, source: Source) {
  const [step] = steps.pending(requestId, source.id, 'list', -1, 1);
  if (!step || !source.collect) return;
  const writer = await spool.writeRecords(source.id, step.position);
  let records = 0;
  for (const record of source.collect(subject)) {
    await writer.write(record);
    records += 1;
  }
  await writer.commit();
  const empty = { calls: 0, pages: 0, asked: [], answered: [], outOfReach: [] };
  steps.finish(step, { ...empty, records, end: { kind: 'complete' } });
  progress.of(source.id).records = records;
  progress.of(source.id).steps.done += 1;
}

async function runDetails(collection: Collection, source: Source): Promise<void> {
  const lane = laneOf(source.detail?.rateLimit);
  const steps = { sourceId: source.id, kind: 'detail' as const, lane: () => lane, width: laneSize(lane) };
  await runPendingSteps<DetailStep>(collection, steps, async (step) => {
    const result = await runDetailStep(collection, source, step);
    collection.progress.of(source.id).steps.done += 1;
    return result;
  });
}

async function runFiles(collection: Collection, source: Source): Promise<void> {
  const lanes = new Map(source.attachments?.map((rule) => [rule.id, laneOf(rule.rateLimit)]));
  const width = Math.max(1, ...[...lanes.values()].map(laneSize));
  const steps = {
    sourceId: source.id,
    kind: 'file' as const,
    lane: (step: FileStep) => `files of ${lanes.get(step.parameters.rule) ?? mediaLane}`,
    width,
  };
  await runPendingSteps<FileStep>(collection, steps, async (step) => {
    const result = await runFileStep(collection, source, step);
    collection.progress.of(source.id).files.done += 1;
    return result;
  });
}
