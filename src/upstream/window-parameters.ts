import type { Conventions, Query, WindowRule } from '../contract/index.js';

/** The dates of a call, as its operation writes them: a span of days, from midnight to midnight where it wants moments. */
export function windowParameters(
  { format, parameters }: WindowRule,
  conventions: Conventions,
  { from, to }: { from: string; to: string },
): Query {
  const names = parameters ?? conventions.window;
  const write = (day: string) => (format === 'moment' ? `${day}T00:00:00Z` : day);
  return { [names.from]: write(from), [names.to]: write(to) };
}
