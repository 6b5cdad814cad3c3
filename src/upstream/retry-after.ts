/** Longest wait the vendor is believed; a daily limit is at most a day away. */
const believedMs = 25 * 3_600_000;

/**
 * Milliseconds a `Retry-After` header asks to wait: seconds or an HTTP date (RFC 9110), or the ISO 8601
 * moment that some vendors send. Undefined when absent, unreadable, past or further away than 25 hours.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(waitMs) && waitMs >= 0 && waitMs <= believedMs ? Math.ceil(waitMs) : undefined;
}
