import { timeZoneRules } from '../../time-zone.js';
import type { Completeness } from '../completeness.js';
import type { ReportFacts, ReportSource } from '../facts.js';
import { beginningOf } from '../beginning.js';
import { pageNames } from './page-names.js';
import type { Renderer } from './renderer.js';
import type { Reading } from './show-value.js';
import { describeProblems, describeSpans, toneOf } from './source-facts.js';

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
  const { texts: t } = reading;
  const { totals } = completeness;
  return renderer.render('completeness', {
    ...{ t, completeness, status: facts.status, vendor: facts.connector.title, lookup: facts.request.lookup },
    layout: renderer.layout({
      ...{ title: t.completeness.title, heading: t.completeness.title, here: 'completeness' },
    }),
    timeZoneRules,
    totals: [
      [t.index.answered, t.index.ofPlaces(totals.sources_asked, totals.sources)],
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
      ...{ asked: describeSpans(source.outcome.windowsAsked, t) || noDates(source, reading) },
      ...{ answered: describeSpans(source.outcome.windowsAnswered, t) },
      limit: completeness.limits.find((limit) => limit.source === source.id),
      begins: beginningOf(facts, source),
    })),
  });
}

const noDates = ({ outcome }: ReportSource, { texts: t }: Reading) =>
  outcome.calls > 0 && outcome.outOfReach.length === 0 ? t.completeness.noWindow : t.completeness.notAskedYet;
