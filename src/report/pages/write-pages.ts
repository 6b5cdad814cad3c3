import { toDay, toIso } from '../../clock.js';
import { sourceOf } from '../../contract/index.js';
import type { Completeness } from '../completeness.js';
import type { BagFolder } from '../bag-folder.js';
import type { Entry } from '../entry.js';
import type { ReportFacts, ReportSource } from '../facts.js';
import type { Texts } from '../texts/texts.js';
import type { Activity } from './activity.js';
import { createClock, type Clock } from './clock.js';
import { renderCompleteness } from './completeness-page.js';
import { renderIndex } from './index-page.js';
import { besidePage, completenessPage, pageNames, rightsPage, verifyPage } from './page-names.js';
import { buildRights } from '../rights.js';
import { renderRights } from './rights-page.js';
import { Relations } from './relations.js';
import { createRenderer } from './renderer.js';
import { silence } from './silence.js';
import { renderVerify } from './verify-page.js';
import { writeSourcePages } from './source-pages.js';
import type { Neighbour } from './source-view.js';

/** Writes all pages for people into the bag; the first entry is index.html. */
export async function writePages(
  facts: ReportFacts,
  sources: readonly ReportSource[],
  completeness: Completeness,
  texts: Texts,
  bag: BagFolder,
): Promise<Entry[]> {
  const { lookup, collectedAt, createdAt } = facts.request;
  const zone = lookup.end === 'found' ? lookup.subject.timeZone : undefined;
  const clock = createClock(zone, texts);
  const reading = { texts, clock, lastDay: lastDayOf(clock, collectedAt ?? createdAt) };
  const renderer = createRenderer(facts, texts);
  const relations = await Relations.of(facts, sources);
  const needs = { facts, renderer, reading, bag, relations, collectedAt: collectedAt ?? createdAt };
  const shown = sources.filter((source) => pageNames(source).length > 0);
  const activities = new Map<string, Activity>();
  const entries: Entry[] = [];
  for (const [place, report] of shown.entries()) {
    const source = sourceOf(facts.connector, report.id);
    const around = { before: neighbour(shown[place - 1]), after: neighbour(shown[place + 1]) };
    const pages = await writeSourcePages({ source, report, ...around }, needs);
    activities.set(report.id, pages.activity);
    entries.push(...pages.entries);
  }
  const whole = { facts, sources, activities, completeness, renderer, reading };
  const write = (name: string, text: string) => bag.write(name, [text]);
  return [
    await write('index.html', renderIndex(whole)),
    await write(completenessPage, renderCompleteness(whole)),
    await write(rightsPage, renderRights(whole, buildRights(facts, sources))),
    await write(verifyPage, renderVerify(renderer, texts)),
    await bag.write(besidePage, [silence()]),
    ...entries,
  ];
}

function lastDayOf(clock: Clock, now: number): string {
  const local = clock.show(toIso(now))?.text.slice(0, 10) ?? '';
  const utc = toDay(now);
  return local > utc ? local : utc;
}

function neighbour(source: ReportSource | undefined): Neighbour | undefined {
  const [page] = source ? pageNames(source) : [];
  return source && page !== undefined ? { page, title: source.title } : undefined;
}
