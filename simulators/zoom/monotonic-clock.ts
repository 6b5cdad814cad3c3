/** Milliseconds since 1970 with fractions, never running backwards. */
export function monotonicNow(): number {
  return performance.timeOrigin + performance.now();
}
