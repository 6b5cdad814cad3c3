import {
  isVendorRecord,
  type AttachmentRule,
  type DetailRule,
  type ScopeAlternatives,
  type Source,
  type Subject,
  type VendorRecord,
} from '../contract/index.js';
import { remedyFor } from '../upstream/refusal.js';
import { givenOf, type Collection } from './collection.js';
import type { DetailStep, FileStep } from '../model/step.js';
import { Planned } from './planned.js';
import type { DetailPlace } from '../model/parent-record.js';
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

/** One step for every detail that a record needs. */
export async function planDetails(
  collection: Collection,
  source: Source,
  run: SourceRun,
): Promise<LaterSteps<DetailStep>> {
  const { details = [] } = source;
  const [first] = details;
  let { plan } = run;
  if (!first) return { steps: [], added: 0, plan };
  const nameOf = (detail: string, identity: string) => `${detail}|${identity}`;
  const known = collection.steps.all(run.requestId, source.id, 'detail');
  const planned = new Planned<DetailStep>();
  await planned.take(known, ({ parameters: { detail = first.id, identity } }) =>
    identity === undefined ? undefined : nameOf(detail, identity),
  );
  const missing = new Map<DetailRule, number>();
  for await (const { id, record, place } of listedRecords(collection, run)) {
    if (!isVendorRecord(record)) continue;
    for (const detail of details) {
      if (!isWanted(collection, detail, record)) continue;
      const name = nameOf(detail.id, id);
      if (!collection.grants(detail.scopes) && !planned.isDone(name))
        missing.set(detail, (missing.get(detail) ?? 0) + 1);
      else {
        const parameters = { detail: detail.id, record: place, identity: id };
        planned.add(name, { ...base(run), kind: 'detail', parameters });
      }
    }
  }
  for (const [{ scopes }, count] of missing)
    plan = withMissing(plan, scopeMissing(collection, scopes, count));
  return { steps: planned.steps, added: planned.added, plan };
}

/** Whether a record needs a detail: unknown is asked. */
function isWanted(collection: Collection, detail: DetailRule, record: VendorRecord): boolean {
  if (detail.where?.(record, collection.subject) === false) return false;
  return !detail.values || detail.values(givenOf(collection, record)) !== undefined;
}

const scopeMissing = ({ connector }: Collection, scopes: ScopeAlternatives, count: number): Missing => ({
  reason: 'scope_missing',
  remedy: connector.scopeRemedy(scopes),
  count,
});

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
  const planned = new Planned<FileStep>();
  await planned.take(known, ({ parameters }) => nameOf(parameters.rule, parameters.key));
  for await (const settled of settledRecords(collection, source, run)) {
    if (isShort(source, settled.record)) short += 1;
    for (const { rule, key, extension, details } of filesOf(source, collection.subject, settled)) {
      const name = nameOf(rule.id, key);
      if (seen.has(name)) continue;
      seen.add(name);
      if (!isWantedFile(collection, extension)) plan = { ...plan, filesLeftOut: plan.filesLeftOut + 1 };
      else if (rule.scopes && !collection.grants(rule.scopes) && !planned.isDone(name))
        missing.set(rule, (missing.get(rule) ?? 0) + 1);
      else {
        const { place, id, query } = settled;
        const parameters = { rule: rule.id, record: place, identity: id, query, key, details };
        planned.add(name, { ...base(run), kind: 'file', parameters });
      }
    }
  }
  if (short > 0) {
    const reason = 'less_than_stated';
    plan = withMissing(plan, { reason, remedy: remedyFor(reason), count: short });
  }
  for (const [{ scopes }, count] of missing)
    if (scopes) plan = withMissing(plan, scopeMissing(collection, scopes, count));
  return { steps: planned.steps, added: planned.added, plan };
}

/** The files a record names in the list, then those that only its details name. */
function* filesOf(
  source: Source,
  subject: Subject,
  { listed, record, details }: SettledRecord,
): Generator<{ rule: AttachmentRule; key: string; extension: string; details?: readonly DetailPlace[] }> {
  for (const rule of source.attachments ?? []) {
    if (isVendorRecord(listed))
      for (const { key, extension } of rule.list(listed, subject)) yield { rule, key, extension };
    if (details !== undefined && isVendorRecord(record))
      for (const { key, extension } of rule.list(record, subject)) yield { rule, key, extension, details };
  }
}

/** Moving pictures, by the extension a record states. */
const moving = /^(?:mp4|m4v|mov|webm|mkv|avi)$/;

const isWantedFile = ({ media, video }: Collection, extension: string) =>
  media && (video !== false || !moving.test(extension));

const isShort = ({ claims = [] }: Source, record: unknown) =>
  isVendorRecord(record) && claims.some((claim) => claim.isShort(record));

const base = ({ requestId, sourceId }: SourceRun) => ({ requestId, sourceId });

const withMissing = (plan: SourcePlan, missing: Missing): SourcePlan => ({
  ...plan,
  missing: [...plan.missing, missing],
});
