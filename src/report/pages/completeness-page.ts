import { sourceOf } from '../../contract/index.js';
import { timeZoneRules } from '../../time-zone.js';
import type { Completeness } from '../completeness.js';
import type { ReportFacts, ReportSource } from '../facts.js';
import { beginningOf } from '../beginning.js';
import { olderThan, whyHeldBack } from '../not-covered.js';
import { isHeldBack, standingOf } from '../standing.js';
import { describeCoverage } from './coverage.js';
import { pageNames } from './page-names.js';
import { viewParents } from './parents-view.js';
import type { Renderer } from './renderer.js';
import type { Texts } from '../texts/texts.js';
import type { Reading } from './show-value.js';
import { describeOutcome, describeProblems, describeSpans, toneOf } from './source-facts.js';

/** What the statement is made of. */
export interface CompletenessNeeds {
  facts: ReportFacts;
  sources: readonly ReportSource[];
  completeness: Completeness;
  renderer: Renderer;
  reading: Reading;
}

/** Renders the statement of completeness for people; manifest.json has the same for programs. */
export function renderCompleteness(needs: CompletenessNeeds): string {
  const { facts, sources, completeness, renderer, reading } = needs;
  const { texts: t, lastDay } = reading;
  const { totals } = completeness;
  const coverage = describeCoverage(completeness, sources, t);
  return renderer.render('completeness', {
    ...{ t, completeness, status: facts.status, vendor: facts.connector.title, lookup: facts.request.lookup },
    uncovered: coverage.uncovered,
    layout: renderer.layout({
      ...{ title: t.completeness.title, heading: t.completeness.title, here: 'completeness' },
    }),
    timeZoneRules,
    totals: [
      ...coverage.standings.map(({ words, count }) => [words, t.index.ofPlaces(count, totals.sources)]),
      [t.completeness.calls, t.number(totals.calls)],
      [t.completeness.vendorPages, t.number(totals.pages)],
      [t.completeness.records, t.number(totals.records)],
      [t.completeness.duplicates, t.number(totals.duplicates)],
      [t.completeness.unrecognised, t.number(totals.unrecognised)],
      [t.completeness.files, t.number(totals.files)],
      [t.completeness.filesLeftOut, t.number(totals.files_left_out)],
      [t.completeness.filesNotGiven, t.number(totals.files_not_given)],
      [t.completeness.masked, t.number(totals.secrets_masked)],
    ],
    rows: sources.map((source) => ({
      ...{ source, page: pageNames(source)[0], tone: toneOf(source), problems: describeProblems(source, t) },
      ...{ outcome: describeOutcome(source, t), standing: t.standings[standingOf(source)] },
      why: isHeldBack(source) ? whyHeldBack(source, facts, t) : undefined,
      asked: describeSpans(source.outcome.windowsAsked, t, lastDay) || noDates(source, reading),
      answered: describeSpans(source.outcome.windowsAnswered, t, lastDay),
      limit: completeness.limits.find((limit) => limit.source === source.id),
      begins: beginningOf(facts, source),
      older: olderThan(source, facts, t),
      parents: viewParents(source, facts.connector.title, t),
      limits: limitsOf(source, facts, t),
    })),
  });
}

/** What of a place the vendor does not tell, and what was read of it and not kept. */
function limitsOf({ id, outcome }: ReportSource, { connector }: ReportFacts, t: Texts): string[] {
  const { lookedThrough, othersLeftOut, unnamed } = outcome;
  return [
    ...(outcome.outcome === 'not_requested' ? [] : (sourceOf(connector, id).limits ?? [])),
    ...(lookedThrough ? [t.completeness.lookedThrough(lookedThrough)] : []),
    ...(othersLeftOut ? [t.completeness.othersLeftOut(othersLeftOut)] : []),
    ...(unnamed ? [t.completeness.unnamed(unnamed)] : []),
  ];
}

const noDates = ({ outcome }: ReportSource, { texts: t }: Reading) =>
  outcome.calls > 0 && outcome.outOfReach.length === 0 ? t.completeness.noWindow : t.completeness.notAskedYet;
