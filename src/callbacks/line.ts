import type { Clock } from '../clock.js';
import type { CallbackDelivery } from '../model/callback.js';
import type { Store } from '../storage/store.js';

/** What sending to one receiver needs. */
export interface LineNeeds {
  store: Store;
  clock: Clock;
  /** Makes one attempt and writes it down; false: it failed. */
  attempt(delivery: CallbackDelivery): Promise<boolean>;
  /** Takes a place at the host of an address; undefined: there is none, `free` is called when there is. */
  enter(url: string, free: () => void): (() => void) | undefined;
  onFault(fault: unknown): void;
}

/** Attempts under way to a receiver that answers, and to one that has failed this often in a row. */
const mostAtOnce = 10;
const failuresInRow = 3;

/** Timers stand still while a machine sleeps: the clock is asked this often. */
const lookEveryMs = 30_000;

/** What waits for one receiver, sent as it becomes due: one about the same thing at a time, and slowly where it fails. */
export class Line {
  /** What is under way, by the thing it is about. */
  private readonly underWay = new Map<string, Promise<void>>();
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private again = false;
  private isStopped = false;

  constructor(
    private readonly receiverId: string,
    private readonly needs: LineNeeds,
  ) {}

  /** Looks for what is due, and comes back by itself when something will be. */
  look(): void {
    this.again = true;
    if (this.looking || this.isStopped) return;
    this.looking = true;
    void this.lookOften().finally(() => {
      this.looking = false;
      if (this.again) this.look();
    });
  }

  /** Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.again = false;
    clearTimeout(this.timer);
    await Promise.all(this.underWay.values());
  }

  private async lookOften(): Promise<void> {
    while (this.again && !this.isStopped) {
      this.again = false;
      try {
        await this.fill();
      } catch (fault) {
        this.needs.onFault(fault);
        this.lookLater(lookEveryMs);
      }
    }
  }

  private async fill(): Promise<void> {
    const { store, clock } = this.needs;
    const free = (this.failures >= failuresInRow ? 1 : mostAtOnce) - this.underWay.size;
    if (free <= 0) return; // looked at again when one of them has ended
    const now = clock.now();
    const due = await store.callbacks.due(this.receiverId, now, free + 3 * this.underWay.size);
    let taken = 0;
    for (const delivery of due) {
      if (taken === free || this.isStopped) break;
      if (this.underWay.has(delivery.subjectId)) continue;
      const leave = this.needs.enter(delivery.url, () => this.look());
      if (!leave) continue;
      taken += 1;
      this.send(delivery, leave);
    }
    if (this.underWay.size > 0) return;
    const next = await store.callbacks.nextAt(this.receiverId, now);
    if (next !== undefined) this.lookLater(next - now);
  }

  private send(delivery: CallbackDelivery, leave: () => void): void {
    const sent = this.needs
      .attempt(delivery)
      .then(
        (isWell) => {
          this.failures = isWell ? 0 : this.failures + 1;
          this.again = true;
        },
        (fault: unknown) => {
          // What could not be written down is not tried again at once.
          this.needs.onFault(fault);
          this.lookLater(lookEveryMs);
        },
      )
      .finally(() => {
        this.underWay.delete(delivery.subjectId);
        leave();
        if (this.again) this.look();
      });
    this.underWay.set(delivery.subjectId, sent);
  }

  private lookLater(ms: number): void {
    clearTimeout(this.timer);
    if (this.isStopped) return;
    this.timer = setTimeout(() => this.look(), Math.max(1, Math.min(ms, lookEveryMs))).unref();
  }
}
