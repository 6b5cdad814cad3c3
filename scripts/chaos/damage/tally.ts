/** Counts of damage by kind: played, found, and without any effect. */
export class DamageTally {
  readonly failures: string[] = [];
  private readonly counts = new Map<string, { played: number; found: number; harmless: number }>();

  /** `harmless`: what can be read is the same to the last character. */
  note(kind: string, end: 'found' | 'harmless' | 'missed', what: string): void {
    const count = this.counts.get(kind) ?? { played: 0, found: 0, harmless: 0 };
    this.counts.set(kind, count);
    count.played += 1;
    if (end === 'found') count.found += 1;
    if (end === 'harmless') count.harmless += 1;
    if (end === 'missed') this.failures.push(`${kind}: ${what} was not noticed`);
  }

  fail(kind: string, what: string): void {
    this.failures.push(`${kind}: ${what}`);
  }

  figures(): Record<string, string> {
    return Object.fromEntries(
      [...this.counts].map(([kind, { played, found, harmless }]) => [
        kind,
        `${found} of ${played}${harmless > 0 ? ` (${harmless} changed nothing)` : ''}`,
      ]),
    );
  }
}
