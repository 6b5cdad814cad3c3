import { parentsOf, type MadeSource, type Source } from '../contract/index.js';
import { laneOf, mediaLane } from './plan.js';
import { planChildren } from './plan-children.js';
import { planDetails, planFiles } from './plan-files.js';
import type { Collection } from './collection.js';
import { readHeld } from './held-against.js';
import { detailOf, runDetailStep } from './detail-step.js';
import { runFileStep } from './file-step.js';
import { contradictionOf, reasonToSkip } from './skip-source.js';
import { settleReplacements } from './look-again.js';
import { runLists } from './run-lists.js';
import { quarantined } from './quarantined.js';
import type { DetailStep, FileStep, ListStep } from '../model/step.js';
import type { DetailResult, FileResult, ListResult } from '../model/step-result.js';
import type { SourceRun } from '../model/source-run.js';
import { runPendingSteps } from './run-steps.js';
import { settle } from '../spool/settle.js';

/** Pieces of work a lane does at once; enough to keep a label's pace busy while answers are on their way. */
export const laneSize = (lane: string): number => (lane === mediaLane ? 4 : 16);

/** Brings one source from where it stands to its end. Throws PauseUntil when it must wait. */
export async function runSource(collection: Collection, source: Source, run: SourceRun): Promise<void> {
  const progress = collection.progress.of(source.id);
  let current = run;
  const advance = async (
    phase: SourceRun['phase'],
    plan: SourceRun['plan'],
    kind?: 'list' | 'detail' | 'file',
    next?: NextSteps,
  ) => {
    current = { ...current, phase, plan };
    await collection.steps.advance(current, kind, next);
  };
  const { milestones } = collection;
  if (!isBefore(current.phase, 'details')) milestones.reach('listed', source.id);
  if (!isBefore(current.phase, 'files')) milestones.reach('whole', source.id);
  if (current.phase === 'done') {
    progress.state = 'done';
    return;
  }
  progress.state = 'running';
  if (source.heldAgainst && isBefore(current.phase, 'details')) {
    const held = await readHeld(collection, source);
    if (!held) return;
    current = { ...current, plan: { ...current.plan, ...held } };
  }
  if (current.phase === 'waiting' && source.asks) {
    for (const parent of parentsOf(source)) await milestones.reached('whole', parent);
    const children = await planChildren(collection, source, current);
    // What it waits for pauses or stops, and so does the request.
    if (!children) return;
    const { plan, steps, added } = children;
    if (plan.refusal || !plan.requested) {
      current = { ...current, settled: await settle(collection, source) };
      await advance('done', plan);
      progress.state = 'done';
      return;
    }
    await advance('listing', plan, 'list', steps);
    progress.steps.total += added;
  }
  if (current.phase === 'listing') {
    const refusal = source.asks && (await reasonToSkip(collection, source));
    if (refusal) {
      // An earlier run may have read something.
      current = { ...current, settled: await settle(collection, source) };
      await advance('done', { ...current.plan, refusal });
      progress.state = 'done';
      return;
    }
    await (source.asks ? runLists(collection, source) : makeRecords(collection, source));
    milestones.reach('listed', source.id);
    await settleReplacements(collection, current);
    const contradiction = source.asks && (await contradictionOf(collection, source));
    if (contradiction) current = { ...current, plan: { ...current.plan, refusal: contradiction } };
    current = { ...current, settled: await settle(collection, source) };
    const { steps, plan, added } = await planDetails(collection, source, current);
    await advance('details', plan, 'detail', steps);
    await forgetOutcomes(collection, source);
    progress.steps.total += added;
  }
  if (current.phase === 'details') {
    await runDetails(collection, source);
    const { steps, plan, added } = await planFiles(collection, source, current);
    await advance('files', plan, 'file', steps);
    milestones.reach('whole', source.id);
    progress.files.total += added;
  }
  await runFiles(collection, source);
  await advance('done', current.plan);
  progress.state = 'done';
}

const phases: readonly SourceRun['phase'][] = ['waiting', 'listing', 'details', 'files', 'done'];

const isBefore = (one: SourceRun['phase'], other: SourceRun['phase']) =>
  phases.indexOf(one) < phases.indexOf(other);

/** What this source names in others may be there or not: they are concluded anew. */
async function forgetOutcomes({ steps, requestId }: Collection, { references = [] }: Source): Promise<void> {
  for (const { source } of references) await steps.conclude({ requestId, sourceId: source }, undefined);
}

/** Steps of the phase that begins. */
type NextSteps = readonly (ListStep | DetailStep | FileStep)[];

/** Records made of the subject's lookup, without a call. */
async function makeRecords(collection: Collection, source: MadeSource): Promise<void> {
  const { steps, spool, subject, requestId, progress, leases } = collection;
  const [step] = await steps.pending(requestId, source.id, 'list', -1, 1);
  if (!step) return;
  const made = source.made.make(subject);
  const empty = { calls: 0, pages: 0, asked: [], answered: [], outOfReach: [] };
  const work = async (): Promise<ListResult> => {
    const writer = await spool.writeRecords(source.id, step.position);
    let records = 0;
    for (const record of made) {
      await writer.write(record);
      records += 1;
    }
    return { ...empty, records, sha256: await writer.commit(), end: { kind: 'complete' } };
  };
  const { records } = await leases.run(step, work, () => ({ ...empty, records: 0, end: quarantined }));
  progress.of(source.id).records += records;
  progress.of(source.id).steps.done += 1;
}

async function runDetails(collection: Collection, source: Source): Promise<void> {
  const { details = [] } = source;
  const lanes = details.map(({ rateLimit }) => laneOf(rateLimit));
  const setAside = () => Promise.resolve<DetailResult>({ end: quarantined, calls: 0, hasFile: false });
  const steps = {
    sourceId: source.id,
    kind: 'detail' as const,
    lane: (step: DetailStep) => laneOf(detailOf(source, step).rateLimit),
    width: Math.max(1, ...lanes.map(laneSize)),
    setAside,
  };
  await runPendingSteps(collection, steps, async (step) => {
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
    setAside: () =>
      Promise.resolve<FileResult>({ end: quarantined, calls: 0, kind: 'unknown', extension: 'bin' }),
  };
  await runPendingSteps(collection, steps, async (step) => {
    const result = await runFileStep(collection, source, step);
    collection.progress.of(source.id).files.done += 1;
    return result;
  });
}
