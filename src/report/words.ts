import { en } from './texts/en.js';
import type { Texts } from './texts/texts.js';

/** Plain words for outcomes; docs/report-format.md has the exact meaning of each. */
export const outcomeWords = en.outcomes;

/** A number of things for people. */
export function describeCount(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** A number of bytes for people. */
export function describeBytes(bytes: number, { units }: Pick<Texts, 'units'> = en): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? ''}`;
}
