import type { Texts } from './texts/texts.js';

/** How values are written in a language. Moments are told in UTC, and say so. */
export interface Formats {
  moment(iso: string | undefined): string;
  day(iso: string | undefined): string;
  number(value: number): string;
  bytes(value: number): string;
  /** An address of which only the host and the first sign are shown. */
  masked(email: string): string;
  short(id: string): string;
}

/** Made once per language: formatters are dear. */
const made = new Map<string, Formats>();

/** The formats of a language. */
export function formatsOf({ language }: Pick<Texts, 'language'>): Formats {
  const known = made.get(language) ?? makeFormats(language);
  made.set(language, known);
  return known;
}

function makeFormats(language: string): Formats {
  const locale = language === 'en' ? 'en-GB' : language;
  const moments = new Intl.DateTimeFormat(locale, {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' },
  });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const numbers = new Intl.NumberFormat(locale);
  const sizes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  return {
    moment: (iso) => (iso === undefined ? '' : `${moments.format(new Date(iso))} UTC`),
    day: (iso) => (iso === undefined ? '' : days.format(new Date(iso))),
    number: (value) => numbers.format(value),
    bytes: (value) => {
      const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
      return `${sizes.format(value / 1_000 ** step)} ${units[step] ?? ''}`;
    },
    masked: (email) => email.replace(/^(.)[^@]*/, '$1…'),
    short: (id) => id.slice(0, 8),
  };
}
