/** Longest wait the vendor is believed; a daily limit is at most a day away. */
const believedMs = 25 * 3_600_000;

/** Clocks of two machines may differ by so much. */
const skewMs = 5 * 60_000;

const isoMoment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const httpDate =
  /^[a-z]{3,9},? (?:\d\d[ -][a-z]{3}[ -]\d{2,4} [\d:]{8} GMT|[a-z]{3} [ \d]\d [\d:]{8} \d{4})$/i;

/** What names no zone is UTC, wherever this program runs. */
function readMoment(text: string): number {
  const iso = isoMoment.exec(text);
  if (iso) return Date.parse(iso[1] || !text.includes('T') ? text : `${text}Z`);
  if (!httpDate.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}

/**
 * Milliseconds a `Retry-After` header asks to wait: seconds or an HTTP date (RFC 9110), or the ISO 8601
 * moment that some vendors send. Undefined when absent, unreadable, past or further away than 25 hours; a
 * moment that is only just past, by the difference of two clocks, is now. `date` is the header with the vendor's own
 * time: where this machine's clock is wrong, a moment counts from there.
 */
export function readRetryAfter(header: string | undefined, now: number, date?: string): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return believed(Number(text) * 1_000);
  const moment = readMoment(text);
  const waits = [now, readMoment(date ?? '')]
    .map((start) => believed(moment - start))
    .filter((waitMs) => waitMs !== undefined);
  return waits.length === 0 ? undefined : Math.min(...waits);
}

function believed(waitMs: number): number | undefined {
  if (!Number.isFinite(waitMs) || waitMs < -skewMs || waitMs > believedMs) return undefined;
  return Math.max(0, Math.ceil(waitMs));
}
