import { toIso } from '../../clock.js';
import { readTimeZone } from '../../time-zone.js';
import type { Texts } from '../texts/texts.js';

/** A moment as people read it. */
export interface ShownMoment {
  /** In the person's zone; in UTC where there is none. */
  text: string;
  /** In UTC, where `text` is not. */
  utc?: string;
  /** For programs. */
  iso: string;
  ms: number;
}

/** Shows moments in a time zone and in UTC. */
export interface Clock {
  /** The zone, where there is a usable one. */
  zone?: string;
  /** Undefined: the text names no moment, for want of a zone or a date. */
  show(text: unknown): ShownMoment | undefined;
}

const moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** Milliseconds of a text that names a moment with its zone; undefined for any other value. */
export function readMoment(text: unknown): number | undefined {
  if (typeof text !== 'string' || text.length > 40 || !moment.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Makes a clock for the zone a profile names; an unknown zone counts as none. */
export function createClock(wanted: string | undefined, texts: Texts): Clock {
  const rules = wanted === undefined || isUtc.test(wanted) ? undefined : readTimeZone(wanted);
  const zone = rules?.name;
  return {
    zone,
    show: (text) => {
      const ms = readMoment(text);
      if (ms === undefined) return undefined;
      const iso = toIso(ms);
      const utc = texts.utc(iso.slice(0, 19).replace('T', ' '));
      return rules ? { text: rules.local(ms), utc, iso, ms } : { text: utc, iso, ms };
    },
  };
}

const isUtc = /^(?:Etc\/)?(?:UTC|GMT)$/;
