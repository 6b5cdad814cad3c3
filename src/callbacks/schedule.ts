const second = 1_000;
const hour = 3_600 * second;

/** Waits before each attempt, as Standard Webhooks 1.0.0 has them: ten attempts in about 75 hours. */
const waits = [0, 5 * second, 300 * second, hour / 2, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour)];

/** A wait is longer by up to this share, so that what failed together does not come back together. */
const jitter = 0.1;

/**
 * When the attempt after so many is due; undefined: there are no more. `askedMs`: how long the receiver asked to be left
 * alone, which is longer than the plan or changes nothing.
 */
export function nextAttempt(
  attempts: number,
  now: number,
  askedMs = 0,
  random: () => number = Math.random,
): number | undefined {
  const wait = waits[attempts];
  if (wait === undefined) return undefined;
  return now + Math.max(Math.round(wait * (1 + jitter * random())), askedMs);
}
