import type { Outcome, Reason, Source } from '../contract/index.js';
import type { StepStore } from '../storage/step-store.js';
import { remedyFor } from '../upstream/refusal.js';
import type { Span } from '../model/days.js';
import { replacedEnds, toldOfParents } from './conclude-parents.js';
import { queryAskedBy, queryOf } from '../spool/identity.js';
import type { ListStep } from '../model/step.js';
import type { FileResult, ListResult, StepEnd } from '../model/step-result.js';
import type { Missing } from '../model/missing.js';
import type { SourceOutcome, TotalDifference } from '../model/source-outcome.js';
import type { Settled, SourcePlan, SourceRun } from '../model/source-run.js';
import { gather } from '../storage/rows.js';

/** Gravest first: what one word says about a source of which several parts were refused. */
const gravest: readonly Outcome[] = [
  'failed',
  'not_permitted',
  'withheld',
  'scope_missing',
  'not_licensed',
  'out_of_reach',
];

/** Sums up the steps of one source. The calls of the lookup, of which some sources are made, are not in it. */
export async function concludeSource(
  steps: StepStore,
  source: Source,
  run: SourceRun,
  /** Records that other sources name and this one does not have. */
  unmetReferences = 0,
): Promise<SourceOutcome> {
  const { settled: counts = nothing } = run;
  const listSteps = await gather(steps.done(run.requestId, source.id, 'list'));
  const lists = resultsOf(listSteps);
  const unlicensed = unlicensedEnds(source, listSteps);
  const details = await allResultsOf(steps.done(run.requestId, source.id, 'detail'));
  const files = await allResultsOf(steps.done(run.requestId, source.id, 'file'));
  const ends = [...lists, ...details, ...files].map(({ end }) => end);
  const replaced = replacedEnds(listSteps);
  const troubled = ends.filter((end) => !unlicensed.has(end) && !replaced.has(end));
  const outsidePeriod = sum(lists.map((list) => list.outsidePeriod ?? 0));
  const lookedThrough = sum(lists.map((list) => list.lookedThrough ?? 0));
  const othersLeftOut = sum(lists.map((list) => list.othersLeftOut ?? 0));
  const unnamed = sum(lists.map((list) => list.unnamed ?? 0));
  const notKept = lookedThrough + othersLeftOut + unnamed;
  // What was decided about the whole source stands in the place of what its steps met.
  const problems = run.plan.refusal
    ? []
    : mergeProblems([
        ...(run.plan.inherited ?? []),
        ...run.plan.missing,
        ...troubled.flatMap(problemOf),
        ...notThere(unmetReferences, run, lists, outsidePeriod),
      ]);
  const present = files.filter((file) => file.sha256 !== undefined);
  const totals = lists.flatMap((list) => list.vendorTotal ?? []);
  const vendorTotal = totals.length > 0 ? sum(totals) : undefined;
  return {
    ...judgeSource(run, lists, problems, counts.records),
    problems,
    ...toldOfParents(run, listSteps, troubled),
    windowsAsked: uniqueSpans(lists.flatMap(({ asked }) => asked)),
    windowsAnswered: uniqueSpans(lists.flatMap(({ answered }) => answered)),
    outOfReach: joinSpans([run.plan.outOfReach ?? [], ...lists.map((list) => list.outOfReach)].flat()),
    start: run.plan.start,
    calls: sum([...lists, ...details, ...files].map((result) => result.calls)),
    pages: sum(lists.map((list) => list.pages)),
    records: counts.records,
    duplicates: counts.duplicates,
    lookedThrough: lookedThrough || undefined,
    othersLeftOut: othersLeftOut || undefined,
    unnamed: unnamed || undefined,
    outsidePeriod,
    unrecognised: counts.unrecognised,
    vendorTotal,
    vendorTotalDiffers: differenceOf(vendorTotal, counts, outsidePeriod + notKept, lists),
    files: present.length,
    fileBytes: sum(present.map(({ bytes }) => bytes ?? 0)),
    filesLeftOut: run.plan.filesLeftOut,
    filesNotGiven: files.filter(isNotGiven).length,
    sizeDiffers: files.filter((file) => file.sizeDiffers).length,
  };
}

const nothing: Settled = { records: 0, duplicates: 0, unrecognised: 0 };

/** Whether a record that others name, and that is not there, is missing: not where not everything was read. */
export async function canLack(steps: StepStore, run: SourceRun): Promise<boolean> {
  return isWhole(run, await allResultsOf(steps.done(run.requestId, run.sourceId, 'list')));
}

function judgeSource(
  { plan }: SourceRun,
  lists: readonly ListResult[],
  problems: readonly Missing[],
  records: number,
): Pick<SourceOutcome, 'outcome' | 'reason' | 'remedy'> {
  if (!plan.requested) return { outcome: 'not_requested', reason: plan.leftOutFor };
  if (plan.refusal) return plan.refusal;
  const refusals = lists.flatMap(({ end }) => (end.kind === 'refused' ? [end] : []));
  if (refusals.length > 0 && refusals.length === lists.length) {
    const worst = gravest.map((outcome) => refusals.find((end) => end.outcome === outcome)).find(Boolean);
    const { outcome, reason, remedy } = worst ?? refusals[0] ?? { outcome: 'failed' as const };
    return { outcome, reason, remedy };
  }
  const [problem] = problems;
  if (problem) return { outcome: 'partial', reason: problem.reason, remedy: problem.remedy };
  const isAnswered = lists.some(({ answered, pages }) => answered.length > 0 || pages > 0);
  const isBeyond =
    plan.outOfReach !== undefined ||
    plan.beyondReach !== undefined ||
    lists.some(({ outOfReach, beyondReach }) => outOfReach.length > 0 || beyondReach);
  if (records === 0 && !isAnswered && isBeyond)
    return { outcome: 'out_of_reach', reason: 'beyond_look_back' };
  if (records > 0) return { outcome: 'complete' };
  // Records of which nobody knows whose they are do not show that there are none.
  return lists.some(({ unnamed }) => unnamed)
    ? { outcome: 'withheld', reason: 'unnamed', remedy: remedyFor('unnamed') }
    : { outcome: 'empty' };
}

/** What is missing of a source whose records others are asked for, as soon as its lists have ended. */
export async function shortfallOf(
  steps: StepStore,
  source: Source,
  run: SourceRun,
): Promise<{ refusal?: SourcePlan['refusal']; missing: Missing[] }> {
  const listSteps = await gather(steps.done(run.requestId, source.id, 'list'));
  const lists = resultsOf(listSteps);
  const fine = new Set([...unlicensedEnds(source, listSteps), ...replacedEnds(listSteps)]);
  const ends = lists.map(({ end }) => end).filter((end) => !fine.has(end));
  // What lacks files is there to be asked for.
  const known = [...(run.plan.inherited ?? []), ...(source.made ? run.plan.missing : [])];
  const missing = mergeProblems([...known, ...ends.flatMap(problemOf)]);
  const { outcome, reason, remedy } = judgeSource(run, lists, missing, run.settled?.records ?? 0);
  const isRefused = reason !== undefined && remedy !== undefined && outcome !== 'partial';
  return isRefused ? { refusal: { outcome, reason: reason as Reason, remedy }, missing: [] } : { missing };
}

function differenceOf(
  vendorTotal: number | undefined,
  { records, duplicates }: Settled,
  outsidePeriod: number,
  lists: readonly ListResult[],
): TotalDifference | undefined {
  const brought = records + duplicates + outsidePeriod;
  if (vendorTotal === undefined || brought === vendorTotal) return undefined;
  if (lists.some(({ reread }) => reread)) return 'read_again';
  if (lists.some((list) => list.records > 0 && list.vendorTotal === undefined)) return 'not_all_stated';
  return brought > vendorTotal ? 'vendor_states_fewer' : 'vendor_states_more';
}

/**
 * What other sources name. Not where the source was refused, which says it already, nor where a record may only lie
 * outside the wanted period.
 */
function notThere(
  count: number,
  run: SourceRun,
  lists: readonly ListResult[],
  outsidePeriod: number,
): Missing[] {
  if (count === 0 || !isWhole(run, lists) || outsidePeriod > 0) return [];
  return [{ reason: 'less_than_stated', remedy: remedyFor('less_than_stated'), count }];
}

/** Whether everything of a source was read: only then does a record that is not there say something. */
const isWhole = ({ plan }: SourceRun, lists: readonly ListResult[]) =>
  plan.requested && !plan.refusal && lists.length > 0 && lists.every(({ end }) => end.kind === 'complete');

/** Refusals of queries that the account may lack the licence for, where another query was answered. */
function unlicensedEnds(source: Source, lists: readonly ListStep[]): ReadonlySet<StepEnd> {
  const isAnswered = lists.some(({ result }) => result?.end.kind !== 'refused');
  const ends = lists.flatMap((step) => {
    const asked = queryAskedBy(step);
    const operation = source.asks?.[asked.operation ?? 0];
    return step.result && operation?.mayLackLicence?.(queryOf(source, asked)) ? [step.result.end] : [];
  });
  return new Set(
    isAnswered ? ends.filter((end) => end.kind === 'refused' && end.outcome === 'not_licensed') : [],
  );
}

function problemOf(end: StepEnd): Missing[] {
  return end.kind === 'complete' ? [] : [{ reason: end.reason, remedy: end.remedy, count: 1 }];
}

/** One line per reason and remedy, the most frequent first. */
function mergeProblems(problems: readonly Missing[]): Missing[] {
  const merged = new Map<string, Missing>();
  for (const problem of problems) {
    const key = `${problem.reason}|${problem.remedy}`;
    merged.set(key, { ...problem, count: problem.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()].sort((one, other) => other.count - one.count);
}

const isNotGiven = (file: FileResult) => file.sha256 === undefined && file.end.kind === 'complete';

/** What the steps of a kind have brought. */
const resultsOf = <Result>(steps: readonly { result?: Result }[]): Result[] =>
  steps.flatMap(({ result }) => result ?? []);

/** The same of all pages; the steps themselves are not kept. */
async function allResultsOf<Result>(pages: AsyncIterable<{ result?: Result }[]>): Promise<Result[]> {
  const results: Result[] = [];
  for await (const page of pages) for (const { result } of page) if (result) results.push(result);
  return results;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Newest first; windows that several queries asked stand once. */
function uniqueSpans(spans: readonly Span[]): Span[] {
  const byDays = new Map(spans.map((span) => [`${span.to}|${span.from}`, span]));
  return [...byDays.keys()]
    .sort()
    .reverse()
    .flatMap((key) => byDays.get(key) ?? []);
}

/** Overlapping and touching spans become one, newest first. */
function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((one, other) => (one.from < other.from ? -1 : 1))) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) last.to = span.to > last.to ? span.to : last.to;
    else joined.push({ from: span.from, to: span.to });
  }
  return joined.reverse();
}
