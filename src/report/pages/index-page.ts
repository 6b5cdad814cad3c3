import { toIso } from '../../clock.js';
import { zoneOf } from '../../model/period.js';
import type { ReportFacts, ReportSource } from '../facts.js';
import { checkCommands } from '../check-commands.js';
import type { Completeness } from '../completeness.js';
import { olderThan, whyHeldBack } from '../not-covered.js';
import { countStandings, isHeldBack } from '../standing.js';
import type { Activity } from './activity.js';
import { drawBars } from './bar-chart.js';
import { missingOf } from './missing.js';
import { pageNames, recordsOf } from './page-names.js';
import type { Renderer } from './renderer.js';
import type { Reading } from './show-value.js';
import { describeCoverage } from './coverage.js';
import { describeOutcome, describeProblems, toneOf } from './source-facts.js';
import { buildTimeline, type Timeline } from './timeline.js';
import { drawTimeline } from './timeline-chart.js';

/** What the first page tells. */
export interface IndexNeeds {
  facts: ReportFacts;
  sources: readonly ReportSource[];
  activities: ReadonlyMap<string, Activity>;
  completeness: Completeness;
  renderer: Renderer;
  reading: Reading;
}

/** Renders the page a person opens first. Its size does not depend on the number of records. */
export function renderIndex(needs: IndexNeeds): string {
  const { facts, sources, activities, completeness, renderer, reading } = needs;
  const { texts: t, clock } = reading;
  const { request, connector, connection } = facts;
  const subject = request.lookup.end === 'found' ? request.lookup.subject : undefined;
  const collectedAt = toIso(request.collectedAt ?? request.createdAt);
  const categories = [...new Set(sources.map(({ category }) => category))];
  const isAsked = ({ outcome }: ReportSource) => outcome.outcome !== 'not_requested';
  const isFew = sources.length <= mostBars;
  const rows = sources.map((source) => ({
    ...{ source, page: pageNames(source)[0], tone: toneOf(source), records: recordsOf(source) },
    ...{ outcome: describeOutcome(source, t), activity: activities.get(source.id) },
    why: isHeldBack(source) ? whyHeldBack(source, facts, t) : undefined,
    problems: describeProblems(source, t),
  }));
  const dated = sources.flatMap(({ id, category }) => {
    const activity = activities.get(id);
    return activity ? [{ category, activity }] : [];
  });
  const timeline = buildTimeline(dated, t);
  return renderer.render('index', {
    ...{ t, status: facts.status, email: request.email, subject, request, connection, rows, completeness },
    ...{ vendor: connector.title, lookup: request.lookup, zone: clock.zone, topFolder: '' },
    groups: categories.map((category, place) => ({
      ...{ category, id: `found-${place + 1}` },
      rows: rows.filter(({ source }) => source.category === category && isAsked(source)),
      unasked: sources.filter((source) => source.category === category && !isAsked(source)),
    })),
    layout: renderer.layout({
      title: t.index.title(connector.title),
      heading: t.index.title(connector.title),
      here: 'index',
    }),
    collected: clock.show(collectedAt),
    periodZone: zoneOf(request.timeZone, subject?.timeZone).timeZone,
    missing: missingOf(facts, sources, t),
    isSilent: countStandings(sources).answered < sources.length,
    foundIn: request.lookup.searched.filter(({ result }) => result === 'found').map(({ place }) => place),
    beyond: sources
      .filter(({ outcome }) => outcome.outOfReach.length > 0)
      .map((source) => ({ source, older: olderThan(source, facts, t) })),
    commands: checkCommands,
    headline: t.status[facts.status](countStandings(sources)),
    ...describeCoverage(completeness, sources, t),
    bars: drawBars(
      rows
        .filter(({ page, why, records }) => page !== undefined && why === undefined && (isFew || records > 0))
        .map(({ source, records }) => ({
          ...{ title: source.title, value: records, tone: categories.indexOf(source.category) },
        })),
    ),
    ...{ timeline, chart: drawTimeline(timeline, categories), peak: peakOf(timeline) },
    legend: timeline.categories.map((category) => ({ category, tone: categories.indexOf(category) % 6 })),
  });
}

/** Places up to which also the empty ones have a bar. */
const mostBars = 20;

const peakOf = ({ slots }: Timeline) =>
  slots.reduce(
    (highest, slot) => (slot.total > highest.total ? slot : highest),
    slots[0] ?? { label: '', total: 0 },
  );
