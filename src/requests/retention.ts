import { forgetFiles, requestIds, requestKey, rooms } from '../files/keys.js';
import type { Actor } from '../ledger/ledger.js';
import type { Logger } from '../logger.js';
import type { Stores } from '../storage/store.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import { NotAllowed } from './advance.js';
import { endRetry, type CancelNeeds } from './cancel.js';

/** What destroying needs. */
export interface RetentionNeeds extends CancelNeeds {
  logger: Logger;
}

/** Why a report is destroyed. */
export type DestroyReason = 'retention' | 'deleted' | 'connection_removed';

/** Days a report is kept when its connection says nothing. */
export const defaultRetentionDays = 30;
const dayMs = 86_400_000;
const sweepEveryMs = 3_600_000;

/** Destroys what was read about people when its time is over, or when it is asked for. */
export class Retention {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private isStopping = false;
  /** Retries that are being ended. */
  private readonly ending = new Map<string, Promise<void>>();

  constructor(private readonly needs: RetentionNeeds) {}

  /** Sweeps now and every hour. */
  async start(): Promise<void> {
    // First, so that nobody works on what is over.
    await this.attempt(undefined, () => this.endRetries());
    this.begin(() => this.sweepEnded());
    this.timer = setInterval(() => this.begin(() => this.sweep()), sweepEveryMs).unref();
  }

  /** Resolves when nothing is being removed any more. */
  stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    return this.settled();
  }

  /** Resolves when the sweep that is under way has ended, and what it has begun. */
  async settled(): Promise<void> {
    await this.sweeping;
    await Promise.all(this.ending.values());
  }

  /** One sweep at a time. */
  private begin(sweep: () => Promise<void>): void {
    this.sweeping ??= this.attempt(undefined, sweep).finally(() => {
      this.sweeping = undefined;
    });
  }

  /**
   * When what a request holds is destroyed; undefined: it was never answered, or holds nothing. A retry keeps no
   * earlier version alive.
   */
  async expiresAt(
    { id, connectionId, finishedAt, email, report }: Expiring,
    stores: Stores = this.needs.store,
  ): Promise<number | undefined> {
    const since = finishedAt ?? (report && (await stores.reports.list(id)).at(-1)?.publishedAt);
    if (since === undefined || email === '') return undefined;
    const { retentionDays = defaultRetentionDays } = (await stores.connections.find(connectionId)) ?? {};
    return since + retentionDays * dayMs;
  }

  /** Destroys everything whose time is over, and what an interrupted destruction has left. */
  async sweep(): Promise<void> {
    await this.endRetries();
    await this.sweepEnded();
  }

  private async sweepEnded(): Promise<void> {
    await this.sweepOrphans();
    for await (const page of this.needs.store.requests.kept())
      for (const request of page) {
        if (this.isStopping) return;
        if (await this.isOver(request)) await this.expire(request.id);
      }
  }

  /**
   * Removes all versions of the report, the spool, the steps and everything that names the person. The ledger
   * keeps that it was there, with its digests. What a crash leaves of the files goes at the next start.
   */
  async destroy(id: string, reason: DestroyReason, actor: Actor): Promise<AccessRequest> {
    const { store, advance, ledger, files, clock } = this.needs;
    const destroyed = await store.transaction(async (tx) => {
      const request = await tx.requests.find(id);
      if (!request) throw new RangeError('There is no such request.');
      if (!isFinished(request.status)) throw new NotAllowed('Only a request that has ended is destroyed.');
      const versions = await tx.reports.list(id);
      await ledger.append(
        tx,
        request.connectionId,
        'report.destroyed',
        {
          ...{ request: id, reason, status: request.status },
          reports: versions.map(({ version, sha256, bytes }) => ({ version, sha256, bytes })),
          ...((await tx.requestKeys.find(id)) && { key_destroyed: true }),
        },
        actor,
      );
      await tx.reports.forget(id);
      await tx.steps.clear(id);
      await tx.calls.forget(id);
      await tx.links.forget(id);
      // What is sealed by it can be read no more, wherever a copy of it lies.
      await tx.requestKeys.destroy(id);
      await tx.idempotency.forget(id);
      await tx.events.forget('request', id);
      const empty = { email: '', lookup: undefined, report: undefined, outcomes: undefined };
      const isReported = versions.length > 0;
      return isReported
        ? await advance.to(tx, id, 'expired', empty)
        : await tx.requests.change(id, empty, clock.now());
    });
    await forgetFiles(files, id);
    await store.scrub();
    return destroyed;
  }

  /** Whether the time of a request is over, though it may not have been swept yet. */
  async isOver(request: Expiring, stores?: Stores): Promise<boolean> {
    return ((await this.expiresAt(request, stores)) ?? Infinity) <= this.needs.clock.now();
  }

  private async expire(requestId: string): Promise<void> {
    this.needs.logger.info({ requestId }, 'the time of an access request is over');
    await this.attempt(requestId, () => this.destroy(requestId, 'retention', { by: 'retention' }));
  }

  private async endRetries(): Promise<void> {
    for (const request of await this.needs.store.requests.unfinished())
      if (await this.isOver(request)) this.endRetry(request.id);
  }

  /** Ends a retry whose last version is too old, and then what it holds. */
  private endRetry(id: string): void {
    if (this.ending.has(id)) return;
    const ended = endRetry(this.needs, id, { by: 'retention' })
      .then(async () => {
        const request = await this.needs.store.requests.find(id);
        if (request && isFinished(request.status) && (await this.isOver(request))) await this.expire(id);
      })
      .catch((fault: unknown) =>
        this.needs.logger.error({ requestId: id, fault }, 'a retry cannot be ended; it is tried again'),
      )
      .finally(() => this.ending.delete(id));
    this.ending.set(id, ended);
  }

  /** What no request owns any more, and what reports were made of that miss nothing. */
  private async sweepOrphans(): Promise<void> {
    const { files, store, queue } = this.needs;
    const working = new Set(await files.list(rooms.requests));
    for (const id of await requestIds(files)) {
      if (this.isStopping) return;
      const request = await store.requests.find(id);
      const { status } = request ?? { status: 'cancelled' };
      const isEmpty = status === 'cancelled' || (isFinished(status) && request?.email === '');
      if (isEmpty) await this.attempt(id, () => forgetFiles(files, id));
      // Who holds a request removes what it needs no more.
      else if (['completed', 'no_match'].includes(status) && working.has(id) && !queue.isHeld(id))
        await this.attempt(id, async () => {
          await store.steps.clear(id);
          await files.removeAll(requestKey(id));
        });
    }
  }

  private async attempt(id: string | undefined, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      this.needs.logger.error(
        { requestId: id, fault },
        'what is too old cannot be removed; it is tried again',
      );
    }
  }
}

type Expiring = Pick<AccessRequest, 'id' | 'connectionId' | 'finishedAt' | 'report'> & { email?: string };
