import type { Logger } from '../logger.js';
import { OneAtATime } from '../one-at-a-time.js';
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
  /** Two writes must not overtake each other. */
  private readonly writing = new OneAtATime();

  constructor(
    private readonly store: CallCounts,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.tryToFlush(), flushMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.tryToFlush();
  }

  count({ requestId, endpoint, status }: ObservedCall): void {
    if (requestId !== undefined) this.add({ requestId, endpoint, status, calls: 1 });
  }

  /**
   * Resolves when everything that was counted before is on the disk. Rejects when the disk does not take it; nothing is
   * forgotten then, nor what is counted meanwhile.
   */
  flush(): Promise<void> {
    return this.writing.do(() => this.write());
  }

  private async write(): Promise<void> {
    const { counts } = this;
    if (counts.size === 0) return;
    this.counts = new Map();
    try {
      await this.store.add([...counts.values()]);
    } catch (error) {
      for (const count of counts.values()) this.add(count);
      throw error;
    }
  }

  private add(count: CallCount): void {
    const key = `${count.requestId}|${count.endpoint}|${count.status}`;
    const known = this.counts.get(key);
    if (known) known.calls += count.calls;
    else this.counts.set(key, { ...count });
  }

  private async tryToFlush(): Promise<void> {
    try {
      await this.flush();
    } catch (fault) {
      this.logger.error({ fault }, 'counted calls cannot be written down yet');
    }
  }
}
