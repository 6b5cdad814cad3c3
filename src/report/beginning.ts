import { sourceOf, windowOf } from '../contract/index.js';
import type { WindowStart } from '../model/window.js';
import type { ReportFacts, ReportSource } from './facts.js';

/** From which day on a source was asked, and what set this bound. */
export interface Beginning {
  day: string;
  /** `requested`: the period asked for; `look_back`: the vendor answers no further; `earliest`: nothing is older. */
  bound: WindowStart['bound'];
  /** Why nothing can be older; null: that is not what sets the bound. */
  because: string | null;
  /** Public page that says so. */
  docs: string | null;
}

/** Where the dates of a source begin; null: it was not asked, or has no dates. */
export function beginningOf(
  { connector }: Pick<ReportFacts, 'connector'>,
  { id, docs, outcome }: Pick<ReportSource, 'id' | 'docs' | 'outcome'>,
): Beginning | null {
  const { start } = outcome;
  const rule = windowOf(sourceOf(connector, id));
  if (!start || !rule) return null;
  if (start.bound === 'earliest')
    return { ...start, because: rule.earliest.because, docs: rule.earliest.docs };
  return { ...start, because: null, docs: start.bound === 'look_back' ? docs : null };
}
