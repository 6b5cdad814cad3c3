import type { Conventions, Query, WindowRule } from '../contract/index.js';

/** The dates of a call, as its operation writes them: a span of days, from midnight to midnight where it wants moments. */
export function windowParameters(
  { format, parameters, endsNow }: WindowRule,
  conventions: Conventions,
  { from, to }: { from: string; to: string },
  now: number,
): Query {
  const names = parameters ?? conventions.window;
  const write = (day: string) => (format === 'moment' ? `${day}T00:00:00Z` : day);
  const isToCome = endsNow && format === 'moment' && Date.parse(to) > now;
  return { [names.from]: write(from), [names.to]: isToCome ? toMoment(now) : write(to) };
}

/** To the second, without fractions. */
const toMoment = (now: number) => `${new Date(now).toISOString().slice(0, 19)}Z`;
