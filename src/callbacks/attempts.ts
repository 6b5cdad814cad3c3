import type { Clock } from '../clock.js';
import type { Ledger } from '../ledger/ledger.js';
import type { CallbackDelivery } from '../model/callback.js';
import type { Store, Transaction } from '../storage/store.js';
import type { AttemptEnd } from './deliver.js';
import { nextAttempt } from './schedule.js';

/** What writing attempts down needs. */
export interface AttemptNeeds {
  store: Store;
  ledger: Ledger;
  clock: Clock;
}

interface Ended {
  delivery: CallbackDelivery;
  end: AttemptEnd;
  written: () => void;
  failed: (fault: unknown) => void;
}

/** Ends that are written in one transaction. */
const mostAtOnce = 200;

/** The receiver wants nothing more: RFC 9110, section 15.5.11. */
const gone = 410;

/**
 * Writes down how attempts ended, in their deliveries and in the ledger. Those that end while others are being written are
 * written together, so that a busy hour costs few commits.
 */
export class Attempts {
  private readonly ended: Ended[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly needs: AttemptNeeds) {}

  /** It is on the disk when this resolves. */
  note(delivery: CallbackDelivery, end: AttemptEnd): Promise<void> {
    return new Promise((written, failed) => {
      this.ended.push({ delivery, end, written, failed });
      this.writing ??= this.writeAll().finally(() => (this.writing = undefined));
    });
  }

  private async writeAll(): Promise<void> {
    while (this.ended.length > 0) {
      const some = this.ended.splice(0, mostAtOnce);
      try {
        await this.needs.store.transaction((tx) => this.write(tx, some));
        for (const { written } of some) written();
      } catch (fault) {
        for (const { failed } of some) failed(fault);
      }
    }
  }

  private async write(tx: Transaction, some: readonly Ended[]): Promise<void> {
    const { ledger, clock } = this.needs;
    const now = clock.now();
    const entries = new Map<string, object[]>();
    for (const { delivery, end } of some) {
      const { id, receiverId, event, subjectId, connectionId } = delivery;
      const attempts = delivery.attempts + 1;
      await tx.callbacks.change(id, { ...settle(attempts, end, now), attempts }, now);
      if (end.status === gone && (await tx.receivers.find(receiverId)))
        await tx.receivers.change(receiverId, { status: 'disabled' }, now);
      if (connectionId === undefined) continue;
      const list = entries.get(connectionId) ?? [];
      entries.set(connectionId, list);
      const { status, fault } = end;
      list.push({
        callback: receiverId,
        message: id,
        event,
        about: subjectId,
        attempt: attempts,
        status,
        fault,
      });
    }
    for (const [connectionId, attempts] of entries)
      await ledger.append(tx, connectionId, 'callbacks.sent', { attempts }, { by: 'callbacks' });
  }
}

/** What becomes of a delivery: only 2xx is success. */
function settle(attempts: number, { status, fault, askedMs }: AttemptEnd, now: number) {
  const last = { lastStatus: status, lastFault: fault };
  if (status !== undefined && status >= 200 && status < 300) return { ...last, state: 'delivered' as const };
  const nextAt = status === gone ? undefined : nextAttempt(attempts, now, askedMs);
  return { ...last, nextAt, state: nextAt === undefined ? ('failed' as const) : ('pending' as const) };
}
