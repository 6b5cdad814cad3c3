import type { Outcome, Source } from '../contract/index.js';
import type { StepStore } from '../storage/step-store.js';
import type { Span } from './days.js';
import type {
  DetailStep,
  FileResult,
  FileStep,
  ListResult,
  ListStep,
  Missing,
  Run,
  StepEnd,
} from './results.js';
import type { UniqueCounts } from './unique-records.js';

/** What happened to one source: the facts of the manifest. */
export interface SourceOutcome {
  outcome: Outcome;
  /** The gravest thing that is missing; absent when nothing is. */
  reason?: string;
  remedy?: string;
  /** Everything that is missing. */
  problems: Missing[];
  windowsAsked: Span[];
  windowsAnswered: Span[];
  outOfReach: Span[];
  calls: number;
  pages: number;
  records: number;
  duplicates: number;
  unrecognised: number;
  vendorTotal?: number;
  files: number;
  fileBytes: number;
  filesLeftOut: number;
  /** Files the vendor had no need to give and did not. */
  filesNotGiven: number;
  /** Files whose record claims another size than the file has. */
  sizeDiffers: number;
}

/** Gravest first: what one word says about a source of which several parts were refused. */
const gravest: readonly Outcome[] = [
  'failed',
  'not_permitted',
  'withheld',
  'scope_missing',
  'not_licensed',
  'out_of_reach',
];

/** Sums up the steps of one source. */
export function concludeSource(
  steps: StepStore,
  source: Source,
  run: Run,
  counts: UniqueCounts,
  lookupCalls: number,
): SourceOutcome {
  const lists = results<ListStep>(steps, run, 'list');
  const details = results<DetailStep>(steps, run, 'detail');
  const files = results<FileStep>(steps, run, 'file');
  const ends = [...lists, ...details, ...files].map(({ end }) => end);
  // What was decided about the whole source stands in the place of what its steps met.
  const problems = run.plan.refusal ? [] : mergeProblems([...run.plan.missing, ...ends.flatMap(problemOf)]);
  const present = files.filter((file) => file.sha256 !== undefined);
  const totals = lists.flatMap(({ vendorTotal }) => vendorTotal ?? []);
  return {
    ...judgeSource(run, lists, problems, counts.records),
    problems,
    windowsAsked: uniqueSpans(lists.flatMap(({ asked }) => asked)),
    windowsAnswered: uniqueSpans(lists.flatMap(({ answered }) => answered)),
    outOfReach: joinSpans([run.plan.outOfReach ?? [], ...lists.map((list) => list.outOfReach)].flat()),
    calls:
      sum([...lists, ...details, ...files].map((result) => result.calls)) +
      (source.collect ? lookupCalls : 0),
    pages: sum(lists.map((list) => list.pages)),
    records: counts.records,
    duplicates: counts.duplicates,
    unrecognised: counts.unrecognised,
    vendorTotal: totals.length > 0 ? sum(totals) : undefined,
    files: present.length,
    fileBytes: sum(present.map(({ bytes }) => bytes ?? 0)),
    filesLeftOut: run.plan.filesLeftOut,
    filesNotGiven: files.filter(isNotGiven).length,
    sizeDiffers: files.filter((file) => file.sizeDiffers).length,
  };
}

function judgeSource(
  { plan }: Run,
  lists: readonly ListResult[],
  problems: readonly Missing[],
  records: number,
): Pick<SourceOutcome, 'outcome' | 'reason' | 'remedy'> {
  if (!plan.requested) return { outcome: 'not_requested' };
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
  const isBeyond = plan.outOfReach ?? lists.some(({ outOfReach }) => outOfReach.length > 0);
  if (records === 0 && !isAnswered && isBeyond)
    return { outcome: 'out_of_reach', reason: 'beyond_look_back' };
  return { outcome: records > 0 ? 'complete' : 'empty' };
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

function results<S extends ListStep | DetailStep | FileStep>(
  steps: StepStore,
  { requestId, sourceId }: Run,
  kind: S['kind'],
): NonNullable<S['result']>[] {
  return [...(steps.done(requestId, sourceId, kind) as Iterable<S>)].flatMap(
    ({ result }) => (result as NonNullable<S['result']> | undefined) ?? [],
  );
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
