import type { ColumnKind } from '../../contract/index.js';
import { writeJson } from '../../json.js';
import type { Texts } from '../texts/texts.js';
import { describeBytes } from '../words.js';
import type { Clock } from './clock.js';

/** A value as people read it. */
export interface ShownValue {
  text: string;
  /** The exact value behind an explanation. */
  exact?: string;
  /** For a moment: the same in UTC, and for programs. */
  utc?: string;
  iso?: string;
  /** What to sort by, where that is not the text. */
  order?: number;
}

/** How values are to be read. */
export interface Reading {
  texts: Texts;
  clock: Clock;
  /** The day it was when the records were read, where the person is or in UTC, whichever is later. */
  lastDay: string;
}

/** What a column says about its values. */
export interface Meaning {
  kind?: ColumnKind;
  codes?: Readonly<Record<string, string>>;
}

/** Shows a value; undefined when there is none. */
export function showValue(value: unknown, meaning: Meaning, reading: Reading): ShownValue | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) return showList(value, meaning, reading);
  const { texts, clock } = reading;
  const code =
    typeof value === 'string' ? value : typeof value === 'number' ? String(value) : writeJson(value);
  const words = wordsOf(code, meaning.codes);
  if (words !== undefined) return { text: words, exact: words === code ? undefined : code };
  if (typeof value === 'boolean') return { text: value ? texts.values.yes : texts.values.no };
  const amount = typeof value === 'number' ? value : undefined;
  if (amount !== undefined && amount >= 0) {
    if (meaning.kind === 'bytes') return showBytes(amount, texts);
    if (meaning.kind === 'minutes') return { text: describeTime(amount * 60, texts), order: amount };
    if (meaning.kind === 'seconds') return { text: describeTime(amount, texts), order: amount };
  }
  const moment = clock.show(value);
  if (moment) return { text: moment.text, utc: moment.utc, iso: moment.iso, order: moment.ms };
  return { text: code, order: amount };
}

/** Vendors write one code in capitals here and in small letters there. */
function wordsOf(code: string, codes: Meaning['codes']): string | undefined {
  if (!codes || Object.hasOwn(codes, code)) return codes?.[code];
  let inSmall = inSmallLetters.get(codes);
  if (!inSmall) {
    inSmall = new Map(
      Object.entries(codes)
        .reverse()
        .map(([name, words]) => [name.toLowerCase(), words]),
    );
    inSmallLetters.set(codes, inSmall);
  }
  return inSmall.get(code.toLowerCase());
}

/** The codes of a column by their names in small letters; of two that differ in that only, the first counts. */
const inSmallLetters = new WeakMap<object, ReadonlyMap<string, string>>();

function showList(values: readonly unknown[], meaning: Meaning, reading: Reading): ShownValue | undefined {
  const shown = values.flatMap((value) => showValue(value, meaning, reading) ?? []);
  if (shown.length === 0) return undefined;
  return {
    text: shown.map(({ text }) => text).join('; '),
    exact: shown.some(({ exact }) => exact !== undefined) ? values.map(String).join('; ') : undefined,
  };
}

function showBytes(bytes: number, texts: Texts): ShownValue {
  const text = describeBytes(bytes, texts);
  const exact = `${texts.number(bytes)} ${texts.units[0] ?? ''}`;
  return { text, exact: bytes < 1_000 ? undefined : exact, order: bytes };
}

function describeTime(seconds: number, texts: Texts): string {
  const minutes = Math.floor(seconds / 60);
  if (seconds < 60) return texts.seconds(String(seconds));
  if (minutes >= 60) return texts.clock(Math.floor(minutes / 60), minutes % 60);
  const rest = seconds - minutes * 60;
  return rest === 0 ? texts.minutes(String(minutes)) : texts.shortClock(minutes, rest);
}
