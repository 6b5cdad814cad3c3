import {
  isVendorRecord,
  type Source,
  sourceOf,
  type Subject,
  type VendorRecord,
  windowOf,
} from '../contract/index.js';
import type { Meter } from '../upstream/client.js';
import { type Collection } from './collection.js';
import { wakeChildren } from './reopen.js';
import { rereadRecord } from './reread.js';
import type { FileStep, ListStep } from '../model/step.js';
import type { SourceRun } from '../model/source-run.js';
import { readSettled, type SettledHead } from '../spool/settled-line.js';
import { listedRecords } from '../spool/settled-records.js';
import { gather } from '../storage/rows.js';

/** A record so young may get further files, such as transcripts, without saying so. */
const youngMs = 24 * 3_600_000;

/** What of a source is worth another run. */
interface Ready {
  /** Files that are there now, or were still made when they were asked for. */
  files: FileStep[];
  /** Lists that hold a record which names further files now. */
  lists: Set<number>;
}

/**
 * Looks once more, after everything else, at what the vendor was still making: its record is read again, and
 * where it has become ready, its file or its list becomes pending again. Resolves with whether there is work.
 */
export async function lookAgain(collection: Collection): Promise<boolean> {
  const { steps, requestId } = collection;
  const reopened: string[] = [];
  for (const run of await steps.runs(requestId)) {
    const source = sourceOf(collection.connector, run.sourceId);
    if (run.phase !== 'done' || run.plan.lookedAgain || !source.attachments || !collection.media) continue;
    const ready = await findReady(collection, source, run);
    const plan = { ...run.plan, lookedAgain: true };
    if (ready.files.length + ready.lists.size === 0) await steps.advance({ ...run, plan });
    else {
      await reopenReady(collection, { ...run, plan: { ...plan, missing: [], filesLeftOut: 0 } }, ready);
      reopened.push(source.id);
    }
  }
  await wakeChildren(steps, collection.connector.sources, requestId, reopened);
  return reopened.length > 0;
}

async function findReady(collection: Collection, source: Source, run: SourceRun): Promise<Ready> {
  const { steps, spool, requestId, subject } = collection;
  const ready: Ready = { files: [], lists: new Set() };
  const meter: Meter = { calls: 0, requestId };
  const seen = new Map<number, VendorRecord | undefined>();
  const read = async (record: VendorRecord, head: SettledHead) => {
    const { n, list } = head;
    if (!seen.has(n)) {
      seen.set(n, await rereadRecord(collection, source, head, record, meter));
      const fresh = seen.get(n);
      if (fresh && namesFurther(source, subject, record, fresh)) ready.lists.add(list);
    }
    return seen.get(n);
  };
  const open: FileStep[] = [];
  for await (const page of steps.done(requestId, run.sourceId, 'file'))
    open.push(...page.filter(isUnfinished));
  for (const step of open) {
    const { key, rule: id } = step.parameters;
    const settled = await readSettled(spool, source.id, step.parameters.record);
    const { record } = settled;
    const fresh = await read(record, settled);
    const rule = source.attachments?.find((one) => one.id === id);
    const find = (from: VendorRecord) => rule?.list(from, subject).find((file) => file.key === key);
    const wasOffered = find(record)?.unfinished !== true;
    const isOffered = fresh && find({ ...record, ...fresh })?.unfinished === false;
    if (wasOffered || isOffered) ready.files.push(step);
  }
  const dateField = windowOf(source)?.dateField;
  if (source.reread && dateField !== undefined && collection.grants(source.reread.scopes))
    for await (const settled of listedRecords(collection, run)) {
      const { record } = settled;
      if (isVendorRecord(record) && isYoung(collection, record[dateField])) await read(record, settled);
    }
  return ready;
}

const isUnfinished = ({ result }: FileStep) =>
  result?.end.kind === 'refused' && result.end.reason === 'not_finished';

function isYoung({ clock }: Collection, moment: unknown): boolean {
  return clock.now() - Date.parse(String(moment)) < youngMs;
}

/** Whether a record has finished files now that it had not named. */
function namesFurther(source: Source, subject: Subject, record: VendorRecord, fresh: VendorRecord): boolean {
  return (source.attachments ?? []).some((rule) => {
    const known = new Set(rule.list(record, subject).map(({ key }) => key));
    const now = rule.list({ ...record, ...fresh }, subject);
    return now.some(
      ({ key, unfinished, url, values }) =>
        !known.has(key) && !unfinished && (url !== undefined || values !== undefined),
    );
  });
}

/** The phase first: a file that is pending in a source that is done would be missing without a word. */
async function reopenReady(
  { steps, requestId, progress }: Collection,
  run: SourceRun,
  { files, lists }: Ready,
): Promise<void> {
  const known = await gather(steps.all(requestId, run.sourceId, 'list'));
  const next = Math.max(-1, ...known.map(({ position }) => position)) + 1;
  const again = known
    .filter(({ position }) => lists.has(position))
    .map((step, index): ListStep => ({
      ...step,
      position: next + index,
      parameters: { ...step.parameters, replaces: step.position },
      result: undefined,
    }));
  await steps.advance({ ...run, phase: 'listing' }, 'list', [...known, ...again]);
  await steps.reset(files);
  const counted = progress.of(run.sourceId);
  counted.steps.total += again.length;
  counted.files.done -= files.length;
}

/** A list that was read anew takes the place of the one before, where it is whole and has lost nothing. */
export async function settleReplacements(
  { steps, requestId, progress }: Collection,
  run: SourceRun,
): Promise<void> {
  const lists = await gather(steps.all(requestId, run.sourceId, 'list'));
  const dropped = new Set<number>();
  for (const { position, parameters, result } of lists) {
    const { replaces } = parameters;
    if (replaces === undefined) continue;
    const before = lists.find((step) => step.position === replaces)?.result;
    const isBetter = result?.end.kind === 'complete' && result.records >= (before?.records ?? 0);
    dropped.add(isBetter ? replaces : position);
    progress.of(run.sourceId).records -= (isBetter ? before : result)?.records ?? 0;
  }
  if (dropped.size === 0) return;
  const kept = lists
    .filter(({ position }) => !dropped.has(position))
    .map((step) => ({ ...step, parameters: { ...step.parameters, replaces: undefined } }));
  await steps.advance(run, 'list', kept);
}
