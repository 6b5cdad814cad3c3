import { isVendorRecord, type AttachmentRule, type Source } from '../contract/index.js';
import { remedyFor } from '../upstream/refusal.js';
import type { Collection } from './collection.js';
import type { DetailStep, FileStep } from '../model/step.js';
import type { Missing } from '../model/missing.js';
import type { SourcePlan, SourceRun } from '../model/source-run.js';
import { listedRecords, settledRecords, type SettledRecord } from '../spool/settled-records.js';

/** Steps of a later phase, and what could not become a step. */
export interface LaterSteps<S> {
  /** What an earlier run has planned already keeps its position, and so its result. */
  steps: S[];
  /** How many of them are new. */
  added: number;
  plan: SourcePlan;
}

/** One detail step for every record that has a detail. */
export async function planDetails(
  collection: Collection,
  source: Source,
  run: SourceRun,
): Promise<LaterSteps<DetailStep>> {
  const { detail } = source;
  const { plan } = run;
  if (!detail) return { steps: [], added: 0, plan };
  const known = collection.steps.all(run.requestId, source.id, 'detail');
  const planned = new Planned<DetailStep>(known, ({ parameters }) => parameters.identity);
  for await (const { id, record, place } of listedRecords(collection, run)) {
    if (!isVendorRecord(record) || !detail.values(record)) continue;
    const parameters = { record: place, identity: id };
    planned.add(id, { ...base(run), kind: 'detail', parameters });
  }
  const { steps, added } = planned;
  if (steps.length === 0 || collection.grants(detail.scopes)) return { steps, added, plan };
  const done = steps.filter(({ result }) => result !== undefined);
  const count = steps.length - done.length;
  if (count === 0) return { steps, added, plan };
  const remedy = collection.connector.scopeRemedy(detail.scopes);
  return { steps: done, added: 0, plan: withMissing(plan, { reason: 'scope_missing', remedy, count }) };
}

/** One file step for every file of every record, each file once; and what records are still short of. */
export async function planFiles(
  collection: Collection,
  source: Source,
  run: SourceRun,
): Promise<LaterSteps<FileStep>> {
  let { plan } = run;
  let short = 0;
  const seen = new Set<string>();
  const missing = new Map<AttachmentRule, number>();
  if (!source.attachments && !source.claims) return { steps: [], added: 0, plan };
  const nameOf = (rule: string, key: string) => `${rule}|${key}`;
  const known = collection.steps.all(run.requestId, source.id, 'file');
  const planned = new Planned<FileStep>(known, ({ parameters }) => nameOf(parameters.rule, parameters.key));
  for await (const settled of settledRecords(collection, source, run)) {
    if (isShort(source, settled.record)) short += 1;
    for (const { rule, key, detail } of filesOf(source, settled)) {
      const name = nameOf(rule.id, key);
      if (seen.has(name)) continue;
      seen.add(name);
      if (!collection.media) plan = { ...plan, filesLeftOut: plan.filesLeftOut + 1 };
      else if (rule.scopes && !collection.grants(rule.scopes) && !planned.isDone(name))
        missing.set(rule, (missing.get(rule) ?? 0) + 1);
      else {
        const { place, id, query } = settled;
        const parameters = { rule: rule.id, record: place, identity: id, query, key, detail };
        planned.add(name, { ...base(run), kind: 'file', parameters });
      }
    }
  }
  if (short > 0) {
    const reason = 'less_than_stated';
    plan = withMissing(plan, { reason, remedy: remedyFor(reason), count: short });
  }
  for (const [rule, count] of missing) {
    const remedy = rule.scopes ? collection.connector.scopeRemedy(rule.scopes) : remedyFor('file_refused');
    plan = withMissing(plan, { reason: 'scope_missing', remedy, count });
  }
  return { steps: planned.steps, added: planned.added, plan };
}

/** Steps that are wanted now, laid over those that were planned before. */
class Planned<S extends DetailStep | FileStep> {
  readonly steps: S[] = [];
  added = 0;
  private readonly known = new Map<string, S>();
  private next = 0;

  constructor(known: Iterable<S>, nameOf: (step: S) => string | undefined) {
    for (const step of known) {
      this.next = step.position + 1;
      const name = nameOf(step);
      if (name !== undefined) this.known.set(name, step);
    }
  }

  isDone(name: string): boolean {
    return this.known.get(name)?.result !== undefined;
  }

  /** A list that was read again may have given the record another number: it is named by the new one. */
  add(name: string, step: Omit<S, 'position'>): void {
    const before = this.known.get(name);
    if (!before) this.added += 1;
    const place = before ? { position: before.position, result: before.result } : { position: this.next++ };
    this.steps.push({ ...step, ...place } as S);
  }
}

/** The files a record names in the list, then those that only its detail names. */
function* filesOf(
  source: Source,
  { listed, record, detail }: SettledRecord,
): Generator<{ rule: AttachmentRule; key: string; detail?: number }> {
  for (const rule of source.attachments ?? []) {
    if (isVendorRecord(listed)) for (const { key } of rule.list(listed)) yield { rule, key };
    if (detail !== undefined && isVendorRecord(record))
      for (const { key } of rule.list(record)) yield { rule, key, detail };
  }
}

const isShort = ({ claims = [] }: Source, record: unknown) =>
  isVendorRecord(record) && claims.some((claim) => claim.isShort(record));

const base = ({ requestId, sourceId }: SourceRun) => ({ requestId, sourceId });

const withMissing = (plan: SourcePlan, missing: Missing): SourcePlan => ({
  ...plan,
  missing: [...plan.missing, missing],
});
