import type { PackingProgress, SourceProgress } from '../collect/progress.js';
import { AppError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Actor } from '../ledger/ledger.js';
import type { ReportVersion } from '../storage/report-store.js';
import { requestStepOf } from '../model/step.js';
import { gapOutcomes } from '../contract/index.js';
import type { SourceOutcome } from '../model/source-outcome.js';
import { isFinished, type AccessRequest, type RequestOrder } from '../model/access-request.js';
import type { RequestFilter } from '../storage/request-store.js';
import type { Transaction } from '../storage/store.js';
import { cancel, type CancelNeeds } from './cancel.js';
import { takeIn, type IntakeNeeds, type TakenIn } from './intake.js';
import type { Retention } from './retention.js';
import { gapsOf } from './plan-request.js';
import type { ReportChecks } from './report-checks.js';
import { reconnectNeeded } from './run-end.js';
import type { Waiters } from './waiters.js';
import { quarantinedCode } from './request-step.js';

/** What the requests of an installation need. */
export interface AccessRequestNeeds extends IntakeNeeds, CancelNeeds {
  retention: Retention;
  reportChecks: ReportChecks;
  waiters: Waiters;
  logger: Logger;
}

/** What a request no longer has that waits for nothing but its turn. */
const itsTurn = { resumeAt: undefined, problem: undefined } as const;

/** A pause is never longer than it was meant to be, also where the clock was set back since. */
const resumeAtOf = ({ resumeAt = 0, updatedAt }: AccessRequest, now: number) =>
  Math.min(resumeAt, now + Math.max(0, resumeAt - updatedAt));

/** The access requests of an installation, from intake to the end of what they hold. */
export class AccessRequests {
  constructor(private readonly needs: AccessRequestNeeds) {}

  /** Goes on with everything an earlier process left unfinished. */
  async start(): Promise<void> {
    const { store, queue } = this.needs;
    for (const request of await store.requests.unfinished()) {
      if (request.problem?.code === reconnectNeeded.code) continue;
      if (request.status === 'paused') queue.wakeAt(request, resumeAtOf(request, this.now));
      else queue.wake(request);
    }
  }

  /** Stops all work at a step boundary; unfinished requests go on at the next start. */
  async stop(): Promise<void> {
    await this.needs.queue.stop();
    // Those who wait are answered while the database is still open.
    this.needs.waiters.wakeAll();
    await new Promise((resolve) => setImmediate(resolve));
  }

  get isStopping(): boolean {
    return this.needs.queue.isStopping;
  }

  /** The connection can be used again: what waited for it goes on. */
  async resumeWaiting(connectionId: string): Promise<void> {
    for (const request of await this.needs.store.requests.unfinished())
      if (request.connectionId === connectionId && request.problem?.code === reconnectNeeded.code)
        await this.goOn(request.id);
  }

  /** Does something to a connection while none of its requests runs or begins. False: one is under way, nothing was done. */
  whileIdle(connectionId: string, work: () => Promise<void>): Promise<boolean> {
    return this.needs.queue.whileIdle(connectionId, work);
  }

  /** Takes a request in; it is on the disk when this returns. Throws AppError when it cannot be taken. */
  async create(order: RequestOrder): Promise<AccessRequest> {
    return (await this.accept(order)).request;
  }

  /** Like create, for callers who may send the same order twice. */
  async accept(order: RequestOrder, how: Parameters<typeof takeIn>[2] = {}): Promise<TakenIn> {
    this.refuseWhenStopping();
    const taken = await takeIn(this.needs, order, how);
    if (taken.isReplay) return taken;
    const { id: requestId, connectionId } = taken.request;
    const { key: keyId, http_request: httpRequestId } = how.actor ?? {};
    this.needs.logger.info({ requestId, connectionId, keyId, httpRequestId }, 'access request accepted');
    this.needs.queue.wake(taken.request);
    return taken;
  }

  /** Goes on with an unfinished request now, also before its pause is over. */
  async goOn(id: string): Promise<AccessRequest> {
    const { store, advance } = this.needs;
    const request = await store.transaction((tx) => advance.to(tx, id, 'queued', itsTurn));
    this.needs.queue.wake(request);
    return request;
  }

  /**
   * Asks again for what is missing in the last version of the report, or for all of it where its file is harmed; what
   * was read and is kept is not read again. One that waits because the service died in it goes on at once. Throws AppError when the request is unfinished otherwise
   * or misses nothing.
   */
  async retry(id: string, actor: Actor): Promise<AccessRequest> {
    this.refuseWhenStopping();
    const { store, logger, reportChecks } = this.needs;
    const last = (await this.reportsOf(id)).at(-1);
    const isHarmed = last !== undefined && (await reportChecks.isDamaged(last));
    const retried = await store.transaction(async (tx) => {
      const known = await tx.requests.find(id);
      const isSetAside = known?.status === 'paused' && known.problem?.code === quarantinedCode;
      return isSetAside ? this.tryAgain(tx, known, actor) : this.reopen(tx, id, isHarmed, actor);
    });
    logger.info({ requestId: id, httpRequestId: actor.http_request }, 'access request retried');
    this.needs.queue.wake(retried);
    return retried;
  }

  private async tryAgain(
    tx: Transaction,
    { id, connectionId, version }: AccessRequest,
    actor: Actor,
  ): Promise<AccessRequest> {
    const { advance, ledger } = this.needs;
    await ledger.append(tx, connectionId, 'request.retried', { request: id, version }, actor);
    return advance.to(tx, id, 'queued', itsTurn);
  }

  private async reopen(tx: Transaction, id: string, isHarmed: boolean, actor: Actor): Promise<AccessRequest> {
    const { advance, ledger } = this.needs;
    const request = await tx.requests.find(id);
    if (!request || !isFinished(request.status))
      throw new AppError('not_finished', 'This request is still being worked on.');
    const isMissing = isHarmed || ['completed_with_gaps', 'failed'].includes(request.status);
    if (!isMissing || request.email === '')
      throw new AppError('nothing_to_retry', 'Nothing is missing that could be asked for again.');
    if (await this.needs.retention.isOver(request, tx))
      throw new AppError('report_expired', 'The time of this request is over. Send a new access request.');
    const version = (request.report?.version ?? 0) + 1;
    const retry = { request: id, version, sources: gapsOf(request) };
    await ledger.append(tx, request.connectionId, 'request.retried', retry, actor);
    await tx.steps.reset([requestStepOf(id, 'lookup'), requestStepOf(id, 'report')]);
    const again = { reopens: true, version, toleratedCrashes: undefined };
    const cleared = { outage: undefined, collectedAt: undefined, finishedAt: undefined, problem: undefined };
    return advance.to(tx, id, 'queued', { ...again, ...cleared });
  }

  unfinished(): Promise<AccessRequest[]> {
    return this.needs.store.requests.unfinished();
  }

  async find(id: string): Promise<AccessRequest | undefined> {
    const request = await this.needs.store.requests.find(id);
    return request && this.needs.advance.withUnsaved(request);
  }

  list(filter: RequestFilter): Promise<AccessRequest[]> {
    return this.needs.store.requests.list(filter);
  }

  /** How many requests a filter finds; no more than its limit are counted. */
  count(filter: RequestFilter): Promise<number> {
    return this.needs.store.requests.count(filter);
  }

  /** Published versions of the report, oldest first. */
  reportsOf(id: string): Promise<ReportVersion[]> {
    return this.needs.store.reports.list(id);
  }

  /** When everything is destroyed that a request holds which has a report or has ended. */
  expiresAt(request: AccessRequest): Promise<number | undefined> {
    return this.needs.retention.expiresAt(request);
  }

  /** How far a source of an unfinished request has come. */
  progressOf(id: string, sourceId: string): SourceProgress {
    return this.needs.queue.progressOf(id).of(sourceId);
  }

  /** What happened to the sources of a request that are done; not of those that wait to be asked again. */
  async outcomesOf({ id, reopens }: AccessRequest): Promise<ReadonlyMap<string, SourceOutcome>> {
    const outcomes = new Map<string, SourceOutcome>();
    for (const { sourceId, outcome } of await this.needs.store.steps.runs(id))
      if (outcome && !(reopens && gapOutcomes.has(outcome.outcome))) outcomes.set(sourceId, outcome);
    return outcomes;
  }

  /** How far the report of a request has come; undefined: it is not being written. */
  packingOf(id: string): PackingProgress | undefined {
    return this.needs.queue.progressOf(id).packing;
  }

  /**
   * Ends an unfinished request and removes what it has collected; destroys what a finished one holds. Throws
   * AppError when there is nothing left to remove.
   */
  async remove(id: string, actor: Actor): Promise<AccessRequest> {
    await this.needs.queue.withdraw(id);
    const request = await this.needs.store.requests.find(id);
    if (request && !isFinished(request.status)) return cancel(this.needs, request, actor);
    if (!request || request.email === '' || request.status === 'cancelled')
      throw new AppError('already_finished', 'This request has ended, and nothing of it is left to remove.');
    return this.needs.retention.destroy(id, 'deleted', actor);
  }

  /** Resolves when the request has finished or pauses, or when the time is over. */
  async wait(id: string, ms: number, signal?: AbortSignal): Promise<AccessRequest | undefined> {
    const { queue, waiters } = this.needs;
    const rests = async () =>
      !queue.isHeld(id) && !['queued', 'running'].includes((await this.find(id))?.status ?? 'failed');
    await waiters.until(id, async () => this.isStopping || (await rests()), { ms, signal });
    return this.find(id);
  }

  private refuseWhenStopping(): void {
    if (this.isStopping)
      throw new AppError('shutting_down', 'The service is stopping. Send the request again shortly.');
  }

  private get now(): number {
    return this.needs.clock.now();
  }
}
