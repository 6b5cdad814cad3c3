import { windowOf, type Source } from '../../contract/index.js';
import type { BagFolder } from '../bag-folder.js';
import type { ReportFacts, ReportSource } from '../facts.js';
import { olderThan, whyHeldBack } from '../not-covered.js';
import { isHeldBack } from '../standing.js';
import { recordsOf } from './page-names.js';
import type { Relations } from './relations.js';
import { describeOutcome, describeProblems, describeSpans, toneOf } from './source-facts.js';
import type { Renderer } from './renderer.js';
import type { Reading } from './show-value.js';

/** A source's first page and its title, for a link. */
export interface Neighbour {
  page: string;
  title: string;
}

/** What the pages of every source need. */
export interface SourcePagesNeeds {
  facts: ReportFacts;
  renderer: Renderer;
  reading: Reading;
  bag: BagFolder;
  relations: Relations;
  /** When the records were collected. */
  collectedAt: number;
}

/** Where a source stands in the report. */
export interface SourcePlace {
  source: Source;
  report: ReportSource;
  before?: Neighbour;
  after?: Neighbour;
}

/** What all pages of a source say about it. */
export function viewSource({ source, report, before, after }: SourcePlace, needs: SourcePagesNeeds) {
  const { reading, renderer } = needs;
  const { texts: t, clock, lastDay } = reading;
  const { outcome } = report;
  const facts: [string, string][] = windowOf(source)
    ? [
        [t.source.window, describeSpans(outcome.windowsAsked, t, lastDay)],
        [t.source.answered, describeSpans(outcome.windowsAnswered, t, lastDay)],
        [t.source.reach, outcome.outOfReach.map(({ from, to }) => t.span(from, to)).join(', ')],
        [t.completeness.older, outcome.outOfReach.length > 0 ? olderThan(report, needs.facts, t) : ''],
      ]
    : [[t.source.window, t.source.noWindow]];
  return {
    ...{ t, source: report, before, after },
    layout: renderer.layout({ title: report.title, heading: report.title, here: 'source' }),
    records: recordsOf(report),
    ...{ tone: toneOf(report), outcome: describeOutcome(report, t) },
    why: isHeldBack(report) ? whyHeldBack(report, needs.facts, t) : undefined,
    problems: describeProblems(report, t),
    facts: facts.filter(([, value]) => value !== ''),
    json: `data/${report.id}/${report.id}.json`,
    csv: `data/${report.id}/${report.id}.csv`,
    docs: /^https:\/\/[!-~]+$/.test(report.docs) ? report.docs : undefined,
    zone: clock.zone,
  };
}
