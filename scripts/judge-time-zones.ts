/** The rules of a machine. */
export interface OtherRules {
  /** Such as `2026f`; empty: it does not say. */
  release: string;
  /** Seconds ahead of UTC, by zone, for each moment. */
  offsets: Readonly<Record<string, readonly number[]>>;
}

/** Ours. */
export interface OwnRules {
  release: string;
  offsetSeconds(name: string, ms: number): number;
}

/** Says where two sets of rules differ. Wrong are only moments that have been; what is to come, others know sooner. */
export function judgeTimeZones(
  own: OwnRules,
  other: OtherRules,
  moments: readonly number[],
  nowMs: number,
): { lines: string[]; isWrong: boolean } {
  const past = new Map<string, number>();
  const future = new Map<string, number>();
  let compared = 0;
  for (const [name, offsets] of Object.entries(other.offsets))
    for (const [place, ms] of moments.entries()) {
      compared += 1;
      // Our rules are in minutes; before clocks kept zones, offsets had seconds.
      if (Math.abs(own.offsetSeconds(name, ms) - (offsets[place] ?? 0)) < 60) continue;
      const counts = ms <= nowMs ? past : future;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  const told = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${name} (${count} moments)`).join(', ');
  const lines = [
    `${compared} local times of ${Object.keys(other.offsets).length} zones compared: rules ${own.release}, machine ${other.release || 'unknown'}`,
  ];
  const isOlder = other.release !== '' && other.release < own.release;
  if (isOlder)
    lines.push(
      `warning: the machine has older rules (${other.release}), which differ for ${past.size} zones; update its tzdata`,
    );
  else if (past.size > 0) lines.push(`WRONG up to today: ${told(past)}. Update moment-timezone.`);
  if (!isOlder && future.size > 0) lines.push(`warning: differ from tomorrow on: ${told(future)}`);
  if (other.release > own.release)
    lines.push(`warning: the machine has newer rules (${other.release}); update moment-timezone`);
  if (compared === 0) lines.push('WRONG: nothing was compared.');
  return { lines, isWrong: (past.size > 0 && !isOlder) || compared === 0 };
}
