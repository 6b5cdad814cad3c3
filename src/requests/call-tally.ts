import type { Logger } from '../logger.js';
import type { CallCount, CallCounts } from '../storage/call-counts.js';
import type { ObservedCall } from '../upstream/client.js';

/** How often the counted calls are written down. */
const flushMs = 1_000;

/**
 * Counts the calls of each request. They are written down every second and whenever a run ends, so a crash can
 * take the counts of its last second with it, never more.
 */
export class CallTally {
  private counts = new Map<string, CallCount>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: CallCounts,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.tryToFlush(), flushMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.tryToFlush();
  }

  count({ requestId, endpoint, status }: ObservedCall): void {
    if (requestId === undefined) return;
    const key = `${requestId}|${endpoint}|${status}`;
    const known = this.counts.get(key);
    if (known) known.calls += 1;
    else this.counts.set(key, { requestId, endpoint, status, calls: 1 });
  }

  /** Throws when the disk does not take it; nothing is forgotten then. */
  flush(): void {
    if (this.counts.size === 0) return;
    this.store.add([...this.counts.values()]);
    this.counts = new Map();
  }

  private tryToFlush(): void {
    try {
      this.flush();
    } catch (fault) {
      this.logger.error({ fault }, 'counted calls cannot be written down yet');
    }
  }
}
