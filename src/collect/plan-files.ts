import type { AttachmentRule, Source, VendorRecord } from '../contract/index.js';
import { remedyFor } from '../upstream/refusal.js';
import type { Collection } from './collection.js';
import type { DetailStep, FileStep, Missing, Run, SourcePlan } from './results.js';
import { uniqueRecords, type UniqueRecord } from './unique-records.js';

/** Steps of a later phase, and what could not become a step. */
export interface LaterSteps<Step> {
  steps: Step[];
  plan: SourcePlan;
}

/** One detail step for every record that has a detail. */
export async function planDetails(
  collection: Collection,
  source: Source,
  run: Run,
): Promise<LaterSteps<DetailStep>> {
  const { detail } = source;
  const steps: DetailStep[] = [];
  if (!detail) return { steps, plan: run.plan };
  for await (const { record, place } of uniqueRecords(collection, source)) {
    if (!isObject(record) || !detail.values(record)) continue;
    steps.push({ ...base(run), kind: 'detail', position: steps.length, parameters: { place } });
  }
  if (steps.length === 0 || collection.grants(detail.scopes)) return { steps, plan: run.plan };
  const remedy = collection.connector.scopeRemedy(detail.scopes);
  return { steps: [], plan: withMissing(run.plan, { reason: 'scope_missing', remedy, count: steps.length }) };
}

/** One file step for every file of every record, each file once. */
export async function planFiles(
  collection: Collection,
  source: Source,
  run: Run,
): Promise<LaterSteps<FileStep>> {
  const steps: FileStep[] = [];
  let { plan } = run;
  const seen = new Set<string>();
  const missing = new Map<AttachmentRule, number>();
  if (!source.attachments) return { steps, plan };
  for await (const unique of uniqueRecords(collection, source))
    for (const [rule, key] of filesOf(source, unique)) {
      const name = `${rule.id}|${key}`;
      if (seen.has(name)) continue;
      seen.add(name);
      if (!collection.media) plan = { ...plan, filesLeftOut: plan.filesLeftOut + 1 };
      else if (rule.scopes && !collection.grants(rule.scopes))
        missing.set(rule, (missing.get(rule) ?? 0) + 1);
      else {
        const parameters = { rule: rule.id, place: unique.place, query: unique.query, key };
        steps.push({ ...base(run), kind: 'file', position: steps.length, parameters });
      }
    }
  for (const [rule, count] of missing) {
    const remedy = rule.scopes ? collection.connector.scopeRemedy(rule.scopes) : remedyFor('file_refused');
    plan = withMissing(plan, { reason: 'scope_missing', remedy, count });
  }
  return { steps, plan };
}

function* filesOf(source: Source, { record }: UniqueRecord): Generator<[AttachmentRule, string]> {
  if (!isObject(record)) return;
  for (const rule of source.attachments ?? []) for (const { key } of rule.list(record)) yield [rule, key];
}

const base = ({ requestId, sourceId }: Run) => ({ requestId, sourceId });

const withMissing = (plan: SourcePlan, missing: Missing): SourcePlan => ({
  ...plan,
  missing: [...plan.missing, missing],
});

const isObject = (value: unknown): value is VendorRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
