import type { CallLogEntry } from './call-log-entry.js';
import { rateLimitTable } from './limits/rate-limit-table.js';
import { SlidingCount } from './limits/sliding-count.js';

/** Every request seen, with the highest counts per label, refused calls included. */
export class CallLog {
  readonly entries: CallLogEntry[] = [];
  private readonly counts = new Map<string, SlidingCount>();

  /** Adds a request and counts it; the entry's status is filled in when it is answered. */
  add(entry: CallLogEntry): void {
    this.entries.push(entry);
    if (entry.family === 'none' || entry.label === 'none') return;
    const name = `${entry.family} ${entry.label}`;
    const { windowMs } = rateLimitTable.business[entry.family].limits[entry.label];
    const count = this.counts.get(name) ?? new SlidingCount(windowMs);
    this.counts.set(name, count);
    count.add(entry.at);
  }

  /** Most calls in any sliding second (minute for resource-intensive); labels in any case. */
  highestCount(family: string, label: string): number {
    return this.counts.get(`${family} ${label.toLowerCase()}`)?.highest ?? 0;
  }
}
