import { queriesOf, type DetailRule, type Source, type VendorRecord } from '../contract/index.js';
import { writeJson } from '../json.js';
import type { DetailStep } from '../model/step.js';
import type { DetailResult, StepEnd } from '../model/step-result.js';
import { readSettled } from '../spool/settled-line.js';
import type { Meter } from '../upstream/client.js';
import { PagesStopped, readPages } from '../upstream/pages.js';
import { PageTokenExpired, Refusal, remedyFor, WindowRefused } from '../upstream/refusal.js';
import { askFor } from './ask-for.js';
import { givenOf, type Collection } from './collection.js';
import { endOfRefusal } from './end-of-refusal.js';
import { listFinder } from './list-pages.js';

/** How often the pages of a detail are read anew because their token expired. */
const mostRestarts = 3;

/** Makes the further call, or calls, that complete one record. Throws PauseUntil and file errors. */
export async function runDetailStep(
  collection: Collection,
  source: Source,
  step: DetailStep,
): Promise<DetailResult> {
  const { spool } = collection;
  const rule = detailOf(source, step);
  const meter: Meter = { calls: 0, requestId: step.requestId };
  const { record } = await readSettled(spool, source.id, step.parameters.record);
  const keep = (found: unknown) =>
    spool.writeWhole(spool.detailFile(source.id, step.position), writeJson(found));
  if (!rule.pages && rule.list === undefined) {
    try {
      const body = await askFor(collection, source, rule, record, { meter });
      const sha256 = body && (await keep(body));
      return { end: { kind: 'complete' }, calls: meter.calls, hasFile: body !== undefined, sha256 };
    } catch (error) {
      return { end: endOf(error, false), calls: meter.calls, hasFile: false };
    }
  }
  const { rows, end } = await readRows(collection, source, rule, record, meter);
  const hasFile = end.kind !== 'refused';
  return { end, calls: meter.calls, hasFile, sha256: hasFile ? await keep(rows) : undefined };
}

/** Which of the source's details a step asks. */
export function detailOf({ id, details = [] }: Source, { parameters }: DetailStep): DetailRule {
  const rule =
    parameters.detail === undefined ? details[0] : details.find((one) => one.id === parameters.detail);
  if (!rule) throw new TypeError(`Source "${id}" declares no such detail.`);
  return rule;
}

/** The rows of a detail, to the last page; what was read before a refusal stays. */
async function readRows(
  collection: Collection,
  source: Source,
  rule: DetailRule,
  record: VendorRecord,
  meter: Meter,
): Promise<{ rows: unknown[]; end: StepEnd }> {
  const { pages, window } = collection.connector.conventions;
  const find = listFinder(rule, [...Object.values(pages), ...Object.values(window)]);
  const paging = {
    conventions: pages,
    style: rule.pages?.follow ?? ('none' as const),
    pageSize: rule.pages?.size,
    itemsOf: (body: VendorRecord) => find(body) ?? [],
  };
  const expect = (body: VendorRecord) => find(body) !== undefined && (rule.expect?.(body) ?? true);
  for (let restarts = 0; ; restarts += 1) {
    const rows: unknown[] = [];
    let isAnswered = false;
    try {
      const [first = {}] = queriesOf(rule, givenOf(collection, record));
      const ask = (asked: typeof first) =>
        askFor(collection, source, rule, record, { meter, expect, query: asked });
      for await (const page of readPages(paging, first, ask)) {
        isAnswered = true;
        rows.push(...page.items);
      }
      return { rows, end: { kind: 'complete' } };
    } catch (error) {
      if (error instanceof PageTokenExpired && restarts < mostRestarts) continue;
      return { rows, end: endOf(error, isAnswered) };
    }
  }
}

function endOf(error: unknown, isAnswered: boolean): StepEnd {
  if (error instanceof Refusal) {
    const { reason, remedy } = error;
    return isAnswered ? { kind: 'partial', reason, remedy } : endOfRefusal(error);
  }
  const reason =
    error instanceof PagesStopped
      ? error.reason
      : error instanceof PageTokenExpired
        ? 'page_token_expired'
        : error instanceof WindowRefused
          ? 'request_refused'
          : undefined;
  if (reason === undefined) throw error as Error;
  const remedy = remedyFor(reason);
  return isAnswered
    ? { kind: 'partial', reason, remedy }
    : { kind: 'refused', outcome: 'failed', reason, remedy };
}
