/** A date or date-time as a client wrote it; a date is the start of its UTC day. */
export interface Moment {
  ms: number;
  isDate: boolean;
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Reads `yyyy-mm-dd` or `yyyy-MM-ddTHH:mm:ssZ`; undefined for anything else, 31 February included. */
export function parseMoment(text: string): Moment | undefined {
  const isDate = datePattern.test(text);
  if (!isDate && !dateTimePattern.test(text)) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(text.slice(0, 19).replace('Z', '')))
    return undefined;
  return { ms, isDate };
}

/** Writes a time in the form of `like`. */
export function formatMoment(ms: number, like: Moment): string {
  const text = new Date(ms).toISOString();
  return like.isDate ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}
