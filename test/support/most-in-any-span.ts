/** Most of these moments in any span of a length, its end not included. */
export function mostInAnySpan(moments: readonly number[], spanMs: number): number {
  const sorted = [...moments].sort((one, other) => one - other);
  let most = 0;
  let first = 0;
  sorted.forEach((moment, index) => {
    while (moment - (sorted[first] ?? moment) >= spanMs - 1e-6) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
