import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Clock } from '../clock.js';
import { Progress, type SourceProgress } from '../collect/progress.js';
import { AppError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { DataFolder } from '../storage/data-folder.js';
import {
  isFinished,
  type AccessRequest,
  type RequestChange,
  type RequestFilter,
  type RequestOrder,
  type RequestStore,
} from '../storage/request-store.js';
import type { StepStore } from '../storage/step-store.js';
import { judgeRunEnd, reconnectNeeded } from './run-end.js';
import { Timetable } from './timetable.js';
import { Waiters } from './waiters.js';

/** What the requests of an installation need. */
export interface AccessRequestNeeds {
  requests: RequestStore;
  steps: StepStore;
  folder: DataFolder;
  /** Runs one request to its end. */
  run(request: AccessRequest, progress: Progress, signal: AbortSignal): Promise<AccessRequest>;
  /** Whether a connection can be used. */
  isConnected(connectionId: string): boolean;
  clock: Clock;
  logger: Logger;
}

/** Requests that run at once; the others wait in the order they came. */
const mostRunning = 8;

/** How soon a request whose end cannot be saved is tried again. */
const unsavedPauseMs = 60_000;

/** Why a running request is stopped from outside. */
class Stopped extends Error {
  constructor(readonly why: 'cancelled' | 'shutdown') {
    super(why);
  }
}

interface Running {
  controller: AbortController;
  progress: Progress;
  ended: Promise<void>;
}

/** The access requests of an installation, from intake to report. */
export class AccessRequests {
  private readonly queue: string[] = [];
  private readonly running = new Map<string, Running>();
  private readonly timetable: Timetable;
  private readonly waiters = new Waiters();
  /** Pauses that could not be saved yet. */
  private readonly pauses = new Map<string, RequestChange>();
  isStopping = false;

  constructor(private readonly needs: AccessRequestNeeds) {
    this.timetable = new Timetable(needs.clock, (id) => this.enqueue(id));
  }

  /** Goes on with everything an earlier process left unfinished. */
  start(): void {
    for (const request of this.needs.requests.unfinished()) {
      if (request.problem?.code === reconnectNeeded.code) continue;
      if (request.status === 'paused') this.timetable.note(request.id, request.resumeAt ?? 0);
      else this.enqueue(request.id);
    }
  }

  /** The connection can be used again: what waited for it goes on. */
  resumeWaiting(connectionId: string): void {
    for (const request of this.needs.requests.unfinished())
      if (request.connectionId === connectionId && request.problem?.code === reconnectNeeded.code)
        this.goOn(request.id);
  }

  /** Whether work for a connection is under way. */
  isRunning(connectionId: string): boolean {
    return [...this.running.keys()].some((id) => this.find(id)?.connectionId === connectionId);
  }

  /** Stops all work at a step boundary; unfinished requests go on at the next start. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.timetable.strikeAll();
    for (const { controller } of this.running.values()) controller.abort(new Stopped('shutdown'));
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
  }

  /** Takes a request in; it is on the disk when this returns. */
  create(order: RequestOrder): AccessRequest {
    if (this.isStopping)
      throw new AppError('shutting_down', 'The service is stopping. Send the request again shortly.');
    const now = this.needs.clock.now();
    const id = randomUUID();
    const request: AccessRequest = {
      ...order,
      id,
      status: 'queued',
      lookupCalls: 0,
      createdAt: now,
      updatedAt: now,
    };
    this.needs.requests.insert(request);
    this.needs.logger.info({ requestId: id, connectionId: order.connectionId }, 'access request accepted');
    this.enqueue(id);
    return request;
  }

  /** Goes on with an unfinished request now, also before its pause is over. */
  goOn(id: string): AccessRequest {
    const request = this.needs.requests.change(
      id,
      { status: 'queued', resumeAt: undefined, problem: undefined },
      this.now,
    );
    this.enqueue(id);
    return request;
  }

  unfinished(): AccessRequest[] {
    return this.needs.requests.unfinished();
  }

  find(id: string): AccessRequest | undefined {
    const request = this.needs.requests.find(id);
    return request && { ...request, ...this.pauses.get(id) };
  }

  list(filter: RequestFilter): AccessRequest[] {
    return this.needs.requests.list(filter);
  }

  /** How far a source of an unfinished request has come. */
  progressOf(id: string, sourceId: string): SourceProgress {
    return (this.running.get(id)?.progress ?? new Progress()).of(sourceId);
  }

  /** Ends an unfinished request and removes what it has collected. Throws AppError when it has finished. */
  async cancel(id: string): Promise<AccessRequest> {
    const running = this.running.get(id);
    running?.controller.abort(new Stopped('cancelled'));
    await running?.ended;
    const request = this.needs.requests.find(id);
    if (!request || isFinished(request.status))
      throw new AppError(
        'already_finished',
        'This request has already finished; there is nothing to cancel.',
      );
    this.timetable.strike(id);
    const index = this.queue.indexOf(id);
    if (index !== -1) this.queue.splice(index, 1);
    this.needs.steps.clear(id);
    await rm(this.needs.folder.requestFolder(id), { recursive: true, force: true });
    return this.end(id, { status: 'cancelled', resumeAt: undefined });
  }

  /** Resolves when the request has finished or pauses, or when the time is over. */
  async wait(id: string, ms: number, signal?: AbortSignal): Promise<AccessRequest | undefined> {
    const rests = () => !['queued', 'running'].includes(this.find(id)?.status ?? 'failed');
    if (!rests()) await this.waiters.wait(id, ms, signal);
    return this.find(id);
  }

  private enqueue(id: string): void {
    this.pauses.delete(id);
    this.queue.push(id);
    this.startNext();
  }

  private startNext(): void {
    while (!this.isStopping && this.running.size < mostRunning) {
      const id = this.queue.shift();
      if (id === undefined) return;
      const request = this.needs.requests.find(id);
      if (!request || isFinished(request.status) || this.running.has(id)) continue;
      const controller = new AbortController();
      // Every call of a run listens to its one signal.
      setMaxListeners(0, controller.signal);
      const progress = new Progress();
      const ended = this.run(request, progress, controller.signal).finally(() => {
        this.running.delete(id);
        this.startNext();
      });
      this.running.set(id, { controller, progress, ended });
    }
  }

  private async run(request: AccessRequest, progress: Progress, signal: AbortSignal): Promise<void> {
    const { id } = request;
    try {
      const { status } = await this.needs.run(request, progress, signal);
      this.needs.logger.info({ requestId: id, status }, 'access request finished');
      this.waiters.notify(id);
    } catch (error) {
      this.settle(request, error, signal);
    }
  }

  private settle({ id, connectionId }: AccessRequest, error: unknown, signal: AbortSignal): void {
    if (signal.aborted) {
      if ((signal.reason as Stopped).why === 'shutdown') this.save(id, { status: 'queued' });
      return;
    }
    const end = judgeRunEnd(error, this.now, this.needs.folder.path);
    const { becomes: status, problem } = end;
    const fault = end.becomes === 'failed' && end.isFault ? error : undefined;
    const level = fault === undefined ? 'warn' : 'error';
    this.needs.logger[level](
      { requestId: id, status, code: problem?.code, fault },
      `access request ${status}`,
    );
    if (end.becomes === 'failed') {
      const failed = { status: 'failed', problem, finishedAt: this.now } as const;
      if (this.save(id, failed)) this.waiters.notify(id);
      else this.pause(id, { resumeAt: this.now + unsavedPauseMs });
      return;
    }
    // Somebody may have consented anew while the last steps of this run ended.
    const isConnected = problem === reconnectNeeded && this.needs.isConnected(connectionId);
    this.pause(id, isConnected ? { resumeAt: this.now } : { resumeAt: end.resumeAt, problem });
  }

  /** A full disk also keeps the pause from being saved: then it is remembered here until it can be. */
  private pause(id: string, { resumeAt, problem }: Pick<RequestChange, 'resumeAt' | 'problem'>): void {
    const pause: RequestChange = { status: 'paused', resumeAt, problem };
    if (!this.save(id, pause)) this.pauses.set(id, pause);
    if (resumeAt !== undefined) this.timetable.note(id, resumeAt);
    this.waiters.notify(id);
  }

  /** False: the disk did not take it. */
  private save(id: string, change: RequestChange): boolean {
    try {
      this.needs.requests.change(id, change, this.now);
      return true;
    } catch (error) {
      this.needs.logger.error({ requestId: id, fault: error }, 'the state of a request cannot be saved');
      return false;
    }
  }

  private end(id: string, change: Parameters<RequestStore['change']>[1]): AccessRequest {
    const request = this.needs.requests.change(id, { ...change, finishedAt: this.now }, this.now);
    this.waiters.notify(id);
    return request;
  }

  private get now(): number {
    return this.needs.clock.now();
  }
}
