import { setImmediate as nextTurn } from 'node:timers/promises';
import { toIso, type Clock } from '../clock.js';
import type { RemovedApp } from '../connections/accounts.js';
import type { Connections } from '../connections/connections.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Logger } from '../logger.js';
import { sha256Of } from '../sha256.js';
import { readStored } from '../storage/stored-json.js';
import type { Store } from '../storage/store.js';

/** An account that removed the app: whose data must go. */
export interface Removal extends RemovedApp {
  /** When the vendor called, or when the app was removed. */
  calledAt: number;
  /** Connections it was decided about: when they were disconnected; null: connected again since. */
  decided?: Readonly<Record<string, number | null>>;
}

/** What acting on removals needs. */
export interface RemovedAppsNeeds {
  store: Store;
  connections: Connections;
  ledger: Ledger;
  clock: Clock;
  logger: Logger;
  /** Removes what was read through a connection up to a moment. */
  forget: (connectionId: string, until: number, signal: AbortSignal) => Promise<void>;
}

/** A removal this old is over for a connection that got tokens after it. */
const freshMs = 5 * 60_000;

/** What failed is tried again this often. */
const againAfterMs = 60_000;

/** A removal is known again for so long; the vendor gives up after less than two hours. */
const knownForMs = 30 * 86_400_000;

/** Removals of the app: on the disk before they are answered, acted on once, and tried again until that has succeeded. */
export class RemovedApps {
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly needs: RemovedAppsNeeds) {}

  /** It is on the disk when this returns. One with a key that was taken already is known, and nothing is done. */
  async take(key: string, removal: Removal): Promise<void> {
    const { store, clock } = this.needs;
    const digest = sha256Of(key);
    const now = clock.now();
    if (await store.webhookEvents.take(digest, JSON.stringify(removal), now, now + knownForMs))
      this.begin(digest);
  }

  /** Goes on with what an earlier process took and did not end. */
  async start(): Promise<void> {
    for (const digest of await this.needs.store.webhookEvents.pending()) this.begin(digest);
  }

  /** What is under way ends at its next step; the next start goes on with it. */
  stop(): Promise<void> {
    this.stopping.abort();
    return this.settled();
  }

  /** Resolves when nothing of what was taken so far is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  /** The answer goes first: the work may keep the process busy for longer than the vendor waits. */
  private begin(digest: string): void {
    const run = nextTurn()
      .then(() => this.untilDone(digest))
      .finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private async untilDone(digest: string): Promise<void> {
    const { webhookEvents } = this.needs.store;
    while (!this.stopping.signal.aborted)
      try {
        const work = await webhookEvents.workOf(digest);
        if (work !== undefined) await this.act(digest, readStored(work) as Removal);
        await webhookEvents.finish(digest);
        return;
      } catch (fault) {
        await this.waitAfter(fault);
      }
  }

  private async waitAfter(fault: unknown): Promise<void> {
    const { clock, logger } = this.needs;
    const { signal } = this.stopping;
    if (signal.aborted) return;
    logger.error({ fault }, 'a removal of the app could not be acted on; it is tried again');
    await clock.sleep(againAfterMs, signal).catch(() => undefined);
  }

  private async act(digest: string, given: Removal): Promise<void> {
    const { connections, forget, logger } = this.needs;
    let removal: Decided = { ...given, decided: given.decided ?? {} };
    const concerned = await connections.accounts.ofRemovedApp(removal);
    for (const id of concerned)
      if (!(id in removal.decided)) removal = await this.decide(digest, removal, id);
    const { signal } = this.stopping;
    for (const [id, at] of Object.entries(removal.decided)) if (at !== null) await forget(id, at, signal);
    if (Object.keys(removal.decided).length === 0)
      logger.warn({}, 'the app was removed, and no connection belongs to the account that did it');
  }

  /** Takes the tokens, unless the account was connected again since. Decided once, whatever comes after. */
  private async decide(digest: string, removal: Decided, id: string): Promise<Decided> {
    const { connections, ledger, store, clock, logger } = this.needs;
    const { calledAt, decided } = removal;
    const isOver =
      clock.now() - calledAt > freshMs && (await connections.accounts.isGrantedAfter(id, calledAt));
    const next = { ...removal, decided: { ...decided, [id]: isOver ? null : clock.now() } };
    await store.transaction(async (tx) => {
      await tx.webhookEvents.note(digest, JSON.stringify(next));
      if (!isOver) await connections.forgetTokens(tx, id);
      const event = isOver ? 'connection.kept' : 'connection.disconnected';
      await ledger.append(tx, id, event, { called_at: toIso(calledAt) }, { by: 'vendor' });
    });
    if (isOver)
      logger.warn(
        { connectionId: id },
        'a late call about a removed app is over: it was connected again since',
      );
    else
      logger.warn({ connectionId: id }, 'the account removed the app: its tokens and data are being deleted');
    return next;
  }
}

type Decided = Removal & Required<Pick<Removal, 'decided'>>;
