import type { Texts } from '../texts/texts.js';
import type { Activity } from './activity.js';

/** One month or year. */
export interface TimelineSlot {
  label: string;
  /** Records per category. */
  counts: number[];
  total: number;
}

/** Activity of all sources over time. */
export interface Timeline {
  categories: string[];
  slots: TimelineSlot[];
  isByYear: boolean;
  undated: number;
}

/** Months that still fit side by side; a longer time is counted in years. */
const mostMonths = 36;

/** Adds up the activity of sources by category, with the months between that have none. */
export function buildTimeline(
  sources: readonly { category: string; activity: Activity }[],
  texts: Texts,
): Timeline {
  const dated = sources.filter(({ activity }) => activity.months.size > 0);
  const categories = [...new Set(dated.map(({ category }) => category))];
  const months = dated.flatMap(({ activity }) => [...activity.months.keys()]).sort();
  const [first, last] = [months[0], months.at(-1)];
  const undated = sources.reduce((sum, { activity }) => sum + activity.undated, 0);
  if (first === undefined || last === undefined) return { categories, slots: [], isByYear: false, undated };
  const isByYear = placeOf(last) - placeOf(first) >= mostMonths;
  const keyOf = (month: string) => (isByYear ? month.slice(0, 4) : month);
  const slots = new Map<string, number[]>();
  for (let place = placeOf(first); place <= placeOf(last); place += 1)
    slots.set(
      keyOf(monthAt(place)),
      categories.map(() => 0),
    );
  for (const { category, activity } of dated)
    for (const [month, count] of activity.months) {
      const counts = slots.get(keyOf(month)) ?? [];
      const place = categories.indexOf(category);
      counts[place] = (counts[place] ?? 0) + count;
    }
  return {
    ...{ categories, isByYear, undated },
    slots: [...slots].map(([key, counts]) => ({
      label: isByYear ? key : `${texts.months[Number(key.slice(5)) - 1] ?? ''} ${key.slice(0, 4)}`,
      counts,
      total: counts.reduce((sum, count) => sum + count, 0),
    })),
  };
}

const placeOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

const monthAt = (place: number) =>
  `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`;
