/** Start of the UTC day six calendar months before a time, in milliseconds; at least 181 days back. */
export function sixMonthsBefore(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 6, now.getUTCDate());
}
