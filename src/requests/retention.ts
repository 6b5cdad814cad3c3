import { existsSync, rmSync } from 'node:fs';
import type { Actor } from '../ledger/ledger.js';
import type { Logger } from '../logger.js';
import type { EventStore } from '../storage/event-store.js';
import type { LinkStore } from '../storage/link-store.js';
import type { IdempotencyStore } from '../storage/idempotency-store.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import { NotAllowed } from './advance.js';
import { endRetry, type CancelNeeds } from './cancel.js';

/** What destroying needs. */
export interface RetentionNeeds extends CancelNeeds {
  events: EventStore;
  idempotency: IdempotencyStore;
  links: LinkStore;
  /** Days a connection keeps what it has read; undefined: the default. */
  retentionDaysOf(connectionId: string): number | undefined;
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
  /** Retries that are being ended. */
  private readonly ending = new Set<string>();

  constructor(private readonly needs: RetentionNeeds) {}

  /** Sweeps now and every hour. */
  start(): void {
    this.sweep();
    this.timer = setInterval(() => this.attempt(undefined, () => this.sweep()), sweepEveryMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /**
   * When what a request holds is destroyed; undefined: it was never answered, or holds nothing. A retry keeps no
   * earlier version alive.
   */
  expiresAt({ id, connectionId, finishedAt, email, report }: Expiring): number | undefined {
    const since = finishedAt ?? (report && this.needs.reports.list(id).at(-1)?.publishedAt);
    if (since === undefined || email === '') return undefined;
    return since + (this.needs.retentionDaysOf(connectionId) ?? defaultRetentionDays) * dayMs;
  }

  /** Destroys everything whose time is over, and what an interrupted destruction has left. */
  sweep(): void {
    this.sweepOrphans();
    for (const request of this.needs.requests.unfinished())
      if (this.isOver(request)) this.endRetry(request.id);
    for (const request of this.needs.requests.kept()) if (this.isOver(request)) this.expire(request.id);
  }

  /**
   * Removes all versions of the report, the spool, the steps and everything that names the person. The ledger
   * keeps that it was there, with its digests. What a crash leaves of the files goes at the next start.
   */
  destroy(id: string, reason: DestroyReason, actor: Actor): AccessRequest {
    const { database, requests, advance, events, reports, steps } = this.needs;
    const { idempotency, calls, links, ledger, folder, clock } = this.needs;
    return database.transaction(() => {
      const request = requests.find(id);
      if (!request) throw new RangeError('There is no such request.');
      if (!isFinished(request.status)) throw new NotAllowed('Only a request that has ended is destroyed.');
      const versions = reports.list(id);
      ledger.append(
        request.connectionId,
        'report.destroyed',
        {
          ...{ request: id, reason, status: request.status },
          reports: versions.map(({ version, sha256, bytes }) => ({ version, sha256, bytes })),
        },
        actor,
      );
      reports.forget(id);
      steps.clear(id);
      calls.forget(id);
      links.forget(id);
      idempotency.forget(id);
      events.forget('request', id);
      const empty = { email: '', lookup: undefined, report: undefined, outcomes: undefined };
      const isReported = versions.length > 0;
      const destroyed = isReported
        ? advance.to(id, 'expired', empty)
        : requests.change(id, empty, clock.now());
      database.afterCommit(() => {
        folder.remove(id);
        database.scrub();
      });
      return destroyed;
    });
  }

  /** Whether the time of a request is over, though it may not have been swept yet. */
  isOver(request: Expiring): boolean {
    return (this.expiresAt(request) ?? Infinity) <= this.needs.clock.now();
  }

  private expire(requestId: string): void {
    this.needs.logger.info({ requestId }, 'the time of an access request is over');
    this.attempt(requestId, () => this.destroy(requestId, 'retention', { by: 'retention' }));
  }

  /** Ends a retry whose last version is too old, and then what it holds. */
  private endRetry(id: string): void {
    if (this.ending.has(id)) return;
    this.ending.add(id);
    endRetry(this.needs, id, { by: 'retention' })
      .then(() => {
        const request = this.needs.requests.find(id);
        if (request && isFinished(request.status) && this.isOver(request)) this.expire(id);
      })
      .catch((fault: unknown) =>
        this.needs.logger.error({ requestId: id, fault }, 'a retry cannot be ended; it is tried again'),
      )
      .finally(() => this.ending.delete(id));
  }

  /** What no request owns any more, and what reports were made of that miss nothing. */
  private sweepOrphans(): void {
    const { folder, requests, steps } = this.needs;
    for (const id of folder.requestIds()) {
      const request = requests.find(id);
      const { status } = request ?? { status: 'cancelled' };
      const isEmpty = status === 'cancelled' || (isFinished(status) && request?.email === '');
      if (isEmpty) this.attempt(id, () => folder.remove(id));
      else if (['completed', 'no_match'].includes(status) && existsSync(folder.requestFolder(id)))
        this.attempt(id, () => {
          rmSync(folder.requestFolder(id), { recursive: true, force: true });
          steps.clear(id);
        });
    }
  }

  private attempt(id: string | undefined, work: () => unknown): void {
    try {
      work();
    } catch (fault) {
      this.needs.logger.error(
        { requestId: id, fault },
        'what is too old cannot be removed; it is tried again',
      );
    }
  }
}

type Expiring = Pick<AccessRequest, 'id' | 'connectionId' | 'finishedAt' | 'report'> & { email?: string };
