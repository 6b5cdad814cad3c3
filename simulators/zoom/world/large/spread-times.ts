import { isoSeconds } from '../../iso-seconds.js';

const dayMs = 86_400_000;

/** Times of `count` records spread evenly over the days before `now`, newest first. */
export function spreadTimes(now: Date, days: number, count: number): (index: number) => string {
  const stepMs = (days * dayMs) / count;
  return (index) => isoSeconds(new Date(now.getTime() - (index + 0.5) * stepMs));
}
