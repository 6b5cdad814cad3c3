import type { Clock } from '../clock.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Logger } from '../logger.js';
import type { CallbackDelivery } from '../model/callback.js';
import type { Store } from '../storage/store.js';
import type { Vault } from '../storage/vault.js';
import type { Send } from '../upstream/send.js';
import { liesBelow, type NamedHosts } from './address.js';
import { Attempts } from './attempts.js';
import { deliver, type AttemptEnd } from './deliver.js';
import { derive, hasNews } from './derive.js';
import { Hosts } from './hosts.js';
import { Line } from './line.js';
import { openSecrets } from './secrets.js';
import { signedHeaders } from './signature.js';

/** What telling receivers needs. */
export interface CourierNeeds {
  store: Store;
  ledger: Ledger;
  vault: Vault;
  clock: Clock;
  logger: Logger;
  send: Send;
  named: NamedHosts;
}

/** How long a delivery that has ended can be looked at and sent again. */
const keptMs = 30 * 86_400_000;
const sweepEveryMs = 3_600_000;

/** Events of connections, and of other processes in the same folder, wake nobody. */
const lookEveryMs = 5_000;

/** Makes deliveries of events, and brings them to their receivers. */
export class Courier {
  private readonly attempts: Attempts;
  private readonly hosts = new Hosts();
  private readonly lines = new Map<string, Line>();
  private readonly stopping = new AbortController();
  private deriving: Promise<void> | undefined;
  private again = false;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly needs: CourierNeeds) {
    this.attempts = new Attempts(needs);
  }

  /** Goes on with what an earlier process left. */
  async start(): Promise<void> {
    const { store } = this.needs;
    await this.sweep();
    this.timers.push(setInterval(() => void this.sweep(), sweepEveryMs).unref());
    this.timers.push(setInterval(() => this.tell(), lookEveryMs).unref());
    for (const { id, status } of await store.receivers.list()) if (status === 'active') this.look(id);
    this.tell();
  }

  /** Something has happened: looks at the events that nobody has been told of. */
  tell(): void {
    this.again = true;
    if (this.stopping.signal.aborted) return;
    this.deriving ??= this.deriveAll().finally(() => {
      this.deriving = undefined;
      if (this.again) this.tell();
    });
  }

  /** Looks at what waits for one receiver. */
  look(receiverId: string): void {
    if (this.stopping.signal.aborted) return;
    const line = this.lines.get(receiverId) ?? this.openLine(receiverId);
    line.look();
  }

  /** Begins nothing more for a receiver; what is under way ends by itself. */
  leave(receiverId: string): void {
    const line = this.lines.get(receiverId);
    this.lines.delete(receiverId);
    void line?.stop();
  }

  /** Resolves when nothing is under way. What was under way is sent again by the next process, under the same id. */
  async stop(): Promise<void> {
    this.again = false;
    for (const timer of this.timers) clearInterval(timer);
    this.stopping.abort(new Error('The service stops.'));
    await this.deriving;
    await Promise.all([...this.lines.values()].map((line) => line.stop()));
  }

  private async deriveAll(): Promise<void> {
    const { store, clock } = this.needs;
    try {
      while (this.again && !this.stopping.signal.aborted) {
        this.again = false;
        if (!(await hasNews(store))) break;
        const { told, isMore } = await store.transaction((tx) => derive(tx, clock.now()));
        if (isMore) this.again = true;
        for (const id of told) this.look(id);
      }
    } catch (fault) {
      // The cursors stand where they stood: the next event, or the next start, comes back to it.
      this.note(fault);
    }
  }

  private openLine(receiverId: string): Line {
    const { store, clock } = this.needs;
    const line = new Line(receiverId, {
      ...{ store, clock },
      attempt: (delivery) => this.attempt(delivery),
      enter: (url, free) => this.hosts.enter(url, free),
      onFault: (fault) => this.note(fault),
    });
    this.lines.set(receiverId, line);
    return line;
  }

  private async attempt(delivery: CallbackDelivery): Promise<boolean> {
    const { store, vault, clock, send, named, logger } = this.needs;
    const receiver = await store.receivers.find(delivery.receiverId);
    if (receiver?.status !== 'active') {
      this.leave(delivery.receiverId);
      return false;
    }
    const { id, body, receiverId } = delivery;
    const now = clock.now();
    const { signal } = this.stopping;
    const timestamp = Math.floor(now / 1_000);
    const headers = signedHeaders(openSecrets(vault, receiver), { id, timestamp, body });
    // A receiver that has moved is told at its new address.
    const url = liesBelow(delivery.url, receiver.url) ? delivery.url : receiver.url;
    const end = await deliver(send, { url, body }, headers, { named, now, signal });
    // What a stop broke off is no attempt that failed.
    if (signal.aborted && end.status === undefined) return false;
    await this.attempts.note(delivery, end);
    const isWell = isSuccess(end);
    const { status: httpStatus, fault: code } = end;
    const what = { callbackId: receiverId, messageId: id, httpStatus, code };
    if (!isWell) logger.warn(what, 'a callback did not arrive');
    return isWell;
  }

  private async sweep(): Promise<void> {
    try {
      await this.needs.store.callbacks.removeEnded(this.needs.clock.now() - keptMs);
    } catch (fault) {
      this.note(fault);
    }
  }

  private note(fault: unknown): void {
    this.needs.logger.error({ fault }, 'callbacks cannot be read or written down; it is tried again');
  }
}

const isSuccess = ({ status = 0 }: AttemptEnd) => status >= 200 && status < 300;
