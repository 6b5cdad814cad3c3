import type { ReportSource } from '../facts.js';
import type { NamedParent } from '../name-parents.js';
import { standingOfReason } from '../standing.js';
import type { Texts } from '../texts/texts.js';
import { pageName, rowsPerPage } from './page-names.js';

/** Records that are named one by one on a page; manifest.json names all. */
const mostNamed = 500;

interface ShownParent {
  words: string;
  page?: string;
}

/** What the completeness page says of a place that was asked for each record of another; undefined: it was not. */
export function viewParents({ title, parents }: ReportSource, vendor: string, t: Texts) {
  if (!parents) return undefined;
  const { counts, missing, beyondReach } = parents;
  const words = t.completeness.parents;
  const show = (parent: NamedParent, why: string): ShownParent => ({
    words: words.record(parent.title, parent.record, why),
    ...(parent.record !== null && {
      page: `${pageName(parent.source, Math.ceil(parent.record / rowsPerPage))}#r${parent.record}`,
    }),
  });
  const all = [
    ...missing.map(({ parent, reason }) =>
      show(parent, t.heldBack(standingOfReason(reason), reason, vendor)),
    ),
    ...beyondReach.map(({ parent, at }) => show(parent, words.beyond(at))),
  ];
  return {
    title,
    counts: words.counts(counts.asked, counts.same, counts.nothingToAsk),
    named: all.slice(0, mostNamed),
    more: all.length > mostNamed ? words.more(all.length - mostNamed) : undefined,
  };
}
