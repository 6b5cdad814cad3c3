import { rm } from 'node:fs/promises';
import type { PackingProgress, SourceProgress } from '../collect/progress.js';
import { AppError } from '../errors.js';
import type { Actor } from '../ledger/ledger.js';
import type { ReportStore, ReportVersion } from '../storage/report-store.js';
import { requestStepOf } from '../model/step.js';
import { gapOutcomes } from '../contract/index.js';
import type { SourceOutcome } from '../model/source-outcome.js';
import { isFinished, type AccessRequest, type RequestOrder } from '../model/access-request.js';
import type { RequestFilter } from '../storage/request-store.js';
import { Dispatcher, type DispatcherNeeds } from './dispatcher.js';
import { takeIn, type IntakeNeeds, type TakenIn } from './intake.js';
import type { Retention } from './retention.js';
import { gapsOf } from './plan-request.js';
import type { ReportChecks } from './report-checks.js';
import { recordCalls, type CallRecordNeeds } from './record-calls.js';
import { reconnectNeeded } from './run-end.js';
import { quarantinedCode } from './whole-step.js';

/** What the requests of an installation need. */
export interface AccessRequestNeeds
  extends IntakeNeeds, CallRecordNeeds, Omit<DispatcherNeeds, 'fail' | 'dataFolder'> {
  reports: ReportStore;
  retention: Retention;
  reportChecks: ReportChecks;
}

/** A request that waits no longer for anything but its turn. */
const queued = { status: 'queued', resumeAt: undefined, problem: undefined } as const;

/** The access requests of an installation, from intake to the end of what they hold. */
export class AccessRequests {
  private readonly dispatcher: Dispatcher;

  constructor(private readonly needs: AccessRequestNeeds) {
    const fail: DispatcherNeeds['fail'] = (id, problem) => this.fail(id, problem);
    this.dispatcher = new Dispatcher({ ...needs, fail, dataFolder: 'the data folder' });
  }

  /** Goes on with everything an earlier process left unfinished. */
  start(): void {
    this.dispatcher.start();
  }

  /** Stops all work at a step boundary; unfinished requests go on at the next start. */
  stop(): Promise<void> {
    return this.dispatcher.stop();
  }

  get isStopping(): boolean {
    return this.dispatcher.isStopping;
  }

  /** The connection can be used again: what waited for it goes on. */
  resumeWaiting(connectionId: string): void {
    for (const request of this.needs.requests.unfinished())
      if (request.connectionId === connectionId && request.problem?.code === reconnectNeeded.code)
        this.goOn(request.id);
  }

  /** Whether work for a connection is under way. */
  isRunning(connectionId: string): boolean {
    return this.dispatcher.isRunning(connectionId);
  }

  /** Takes a request in; it is on the disk when this returns. Throws AppError when it cannot be taken. */
  create(order: RequestOrder): AccessRequest {
    return this.accept(order).request;
  }

  /** Like create, for callers who may send the same order twice. */
  accept(order: RequestOrder, how: Parameters<typeof takeIn>[2] = {}): TakenIn {
    this.refuseWhenStopping();
    const taken = takeIn(this.needs, order, how);
    if (taken.isReplay) return taken;
    const { id: requestId, connectionId } = taken.request;
    const { key: keyId, http_request: httpRequestId } = how.actor ?? {};
    this.needs.logger.info({ requestId, connectionId, keyId, httpRequestId }, 'access request accepted');
    this.dispatcher.enqueue(requestId);
    return taken;
  }

  /** Goes on with an unfinished request now, also before its pause is over. */
  goOn(id: string): AccessRequest {
    const request = this.needs.requests.change(id, queued, this.now);
    this.dispatcher.enqueue(id);
    return request;
  }

  /**
   * Asks again for what is missing in the last version of the report, or for all of it where its file is harmed; what
   * was read and is kept is not read again. One that waits because the service died in it goes on at once. Throws AppError when the request is unfinished otherwise
   * or misses nothing.
   */
  retry(id: string, actor: Actor): AccessRequest {
    this.refuseWhenStopping();
    const { database, requests, logger } = this.needs;
    const retried = database.transaction(() => {
      const known = requests.find(id);
      const isSetAside = known?.status === 'paused' && known.problem?.code === quarantinedCode;
      return isSetAside ? this.tryAgain(known, actor) : this.reopen(id, actor);
    });
    logger.info({ requestId: id, httpRequestId: actor.http_request }, 'access request retried');
    this.dispatcher.enqueue(id);
    return retried;
  }

  private tryAgain({ id, connectionId, version }: AccessRequest, actor: Actor): AccessRequest {
    const { requests, ledger } = this.needs;
    ledger.append(connectionId, 'request.retried', { request: id, version }, actor);
    return requests.change(id, queued, this.now);
  }

  private reopen(id: string, actor: Actor): AccessRequest {
    const { requests, steps, ledger } = this.needs;
    const request = this.finished(id, 'not_finished', 'This request is still being worked on.');
    const last = this.reportsOf(id).at(-1);
    const isHarmed = last !== undefined && this.needs.reportChecks.isDamaged(last);
    const isMissing = isHarmed || ['completed_with_gaps', 'failed'].includes(request.status);
    if (!isMissing || request.email === '')
      throw new AppError('nothing_to_retry', 'Nothing is missing that could be asked for again.');
    if (this.needs.retention.isOver(request))
      throw new AppError('report_expired', 'The time of this request is over. Send a new access request.');
    const version = (request.report?.version ?? 0) + 1;
    const retry = { request: id, version, sources: gapsOf(request) };
    ledger.append(request.connectionId, 'request.retried', retry, actor);
    steps.reset([requestStepOf(id, 'lookup'), requestStepOf(id, 'report')]);
    const again = { status: 'queued', reopens: true, version, toleratedCrashes: undefined } as const;
    const cleared = { outage: undefined, collectedAt: undefined, finishedAt: undefined, problem: undefined };
    return requests.change(id, { ...again, ...cleared }, this.now);
  }

  unfinished(): AccessRequest[] {
    return this.needs.requests.unfinished();
  }

  find(id: string): AccessRequest | undefined {
    const request = this.needs.requests.find(id);
    return request && { ...request, ...this.dispatcher.unsavedPause(id) };
  }

  list(filter: RequestFilter): AccessRequest[] {
    return this.needs.requests.list(filter);
  }

  /** Published versions of the report, oldest first. */
  reportsOf(id: string): ReportVersion[] {
    return this.needs.reports.list(id);
  }

  /** When everything is destroyed that a request holds which has a report or has ended. */
  expiresAt(request: AccessRequest): number | undefined {
    return this.needs.retention.expiresAt(request);
  }

  /** How far a source of an unfinished request has come. */
  progressOf(id: string, sourceId: string): SourceProgress {
    return this.dispatcher.progressOf(id).of(sourceId);
  }

  /** What happened to the sources of a request that are done; not of those that wait to be asked again. */
  outcomesOf({ id, reopens }: AccessRequest): ReadonlyMap<string, SourceOutcome> {
    const outcomes = new Map<string, SourceOutcome>();
    for (const { sourceId, outcome } of this.needs.steps.runs(id))
      if (outcome && !(reopens && gapOutcomes.has(outcome.outcome))) outcomes.set(sourceId, outcome);
    return outcomes;
  }

  /** How far the report of a request has come; undefined: it is not being written. */
  packingOf(id: string): PackingProgress | undefined {
    return this.dispatcher.progressOf(id).packing;
  }

  /**
   * Ends an unfinished request and removes what it has collected; destroys what a finished one holds. Throws
   * AppError when there is nothing left to remove.
   */
  async remove(id: string, actor: Actor): Promise<AccessRequest> {
    await this.dispatcher.withdraw(id);
    const request = this.needs.requests.find(id);
    if (request && !isFinished(request.status)) return this.cancelOrGoOn(request, actor);
    if (!request || request.email === '' || request.status === 'cancelled')
      throw new AppError('already_finished', 'This request has ended, and nothing of it is left to remove.');
    return this.needs.retention.destroy(id, 'deleted', actor);
  }

  /** Ends a retry that is still unfinished; the request then stands as its last version left it. */
  async endRetry(id: string, actor: Actor): Promise<void> {
    await this.dispatcher.withdraw(id);
    const request = this.needs.requests.find(id);
    if (request?.report && !isFinished(request.status)) await this.cancelOrGoOn(request, actor);
  }

  /** Resolves when the request has finished or pauses, or when the time is over. */
  async wait(id: string, ms: number, signal?: AbortSignal): Promise<AccessRequest | undefined> {
    const rests = () => !['queued', 'running'].includes(this.find(id)?.status ?? 'failed');
    if (!rests() && !this.isStopping) await this.dispatcher.wait(id, ms, signal);
    return this.find(id);
  }

  /** What cannot be cancelled, because the disk is full, must not lie there with nobody at work on it. */
  private async cancelOrGoOn(request: AccessRequest, actor: Actor): Promise<AccessRequest> {
    try {
      return await this.cancel(request, actor);
    } catch (error) {
      this.dispatcher.enqueue(request.id);
      throw error;
    }
  }

  private async cancel({ id, connectionId, report }: AccessRequest, actor: Actor): Promise<AccessRequest> {
    const { database, requests, steps, ledger, folder } = this.needs;
    if (report) return this.giveUpRetry(id, connectionId, actor);
    const cancelled = database.transaction(() => {
      recordCalls(this.needs, { id, connectionId });
      ledger.append(connectionId, 'request.cancelled', { request: id }, actor);
      steps.clear(id);
      const end = { status: 'cancelled', finishedAt: this.now } as const;
      return requests.change(id, { ...end, resumeAt: undefined, problem: undefined }, this.now);
    });
    await rm(folder.requestFolder(id), { recursive: true, force: true });
    this.dispatcher.notify(id);
    return cancelled;
  }

  /** The request stands again as its last version left it; what the retry has read helps the next one. */
  private giveUpRetry(id: string, connectionId: string, actor: Actor): AccessRequest {
    const { database, requests, reports, ledger } = this.needs;
    const last = reports.list(id).at(-1);
    const request = database.transaction(() => {
      recordCalls(this.needs, { id, connectionId });
      ledger.append(connectionId, 'request.cancelled', { request: id, version: last?.version }, actor);
      const standing = { status: last?.status, version: last?.version, finishedAt: last?.publishedAt };
      return requests.change(id, { ...standing, resumeAt: undefined, problem: undefined }, this.now);
    });
    this.dispatcher.notify(id);
    return request;
  }

  private fail(id: string, problem: NonNullable<AccessRequest['problem']>): void {
    const { database, requests, ledger } = this.needs;
    database.transaction(() => {
      const failed = { status: 'failed', problem, finishedAt: this.now } as const;
      const { connectionId } = requests.change(id, failed, this.now);
      recordCalls(this.needs, { id, connectionId });
      ledger.append(connectionId, 'request.failed', { request: id, code: problem.code }, { by: 'service' });
    });
  }

  private refuseWhenStopping(): void {
    if (this.isStopping)
      throw new AppError('shutting_down', 'The service is stopping. Send the request again shortly.');
  }

  private finished(id: string, code: 'not_finished', message: string): AccessRequest {
    const request = this.needs.requests.find(id);
    if (request && isFinished(request.status)) return request;
    throw new AppError(code, message);
  }

  private get now(): number {
    return this.needs.clock.now();
  }
}
