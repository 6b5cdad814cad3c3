import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.js';
import { Progress } from '../collect/progress.js';
import type { Logger } from '../logger.js';
import { isFinished, type AccessRequest } from '../model/access-request.js';
import type { RequestChange, RequestStore } from '../storage/request-store.js';
import { FairQueue } from './fair-queue.js';
import { judgeRunEnd, reconnectNeeded } from './run-end.js';
import { Timetable } from './timetable.js';
import { Waiters } from './waiters.js';

/** What running the requests of an installation needs. */
export interface DispatcherNeeds {
  requests: RequestStore;
  /** Runs one request to its end. */
  run(request: AccessRequest, progress: Progress, signal: AbortSignal): Promise<AccessRequest>;
  /** Ends a request that cannot be answered. */
  fail(id: string, problem: NonNullable<AccessRequest['problem']>): void;
  /** Whether a connection can be used. */
  isConnected(connectionId: string): boolean;
  /** Named in messages about a full disk. */
  dataFolder: string;
  clock: Clock;
  logger: Logger;
}

/** Requests that run at once, in all and of one connection; their steps take turns. */
const mostRunning = { inAll: 64, ofOneConnection: 32 };

/** How soon a request whose end cannot be saved is tried again. */
const unsavedPauseMs = 60_000;

/** Why a running request is stopped from outside. */
export class Stopped extends Error {
  constructor(readonly why: 'cancelled' | 'shutdown') {
    super(why);
  }
}

interface Running {
  connectionId: string;
  controller: AbortController;
  progress: Progress;
  ended: Promise<void>;
}

/** A pause is never longer than it was meant to be, also where the clock was set back since. */
const resumeAtOf = ({ resumeAt = 0, updatedAt }: AccessRequest, now: number) =>
  Math.min(resumeAt, now + Math.max(0, resumeAt - updatedAt));

/** Runs unfinished requests: in turns, again after pauses, to an end or until they are stopped. */
export class Dispatcher {
  private readonly queue = new FairQueue(mostRunning.ofOneConnection);
  private readonly running = new Map<string, Running>();
  private readonly timetable: Timetable;
  private readonly waiters = new Waiters();
  /** Pauses that could not be saved yet. */
  private readonly pauses = new Map<string, RequestChange>();
  isStopping = false;

  constructor(private readonly needs: DispatcherNeeds) {
    this.timetable = new Timetable(needs.clock, (id) => this.enqueue(id));
  }

  /** Goes on with everything an earlier process left unfinished. */
  start(): void {
    for (const request of this.needs.requests.unfinished()) {
      if (request.problem?.code === reconnectNeeded.code) continue;
      if (request.status === 'paused') this.timetable.note(request.id, resumeAtOf(request, this.now));
      else this.enqueue(request.id);
    }
  }

  /** Stops all work at a step boundary; unfinished requests go on at the next start. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.timetable.strikeAll();
    for (const { controller } of this.running.values()) controller.abort(new Stopped('shutdown'));
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
    // Those who wait are answered while the database is still open.
    this.waiters.notifyAll();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Stops one request, whatever it does; resolves when nothing of it runs any more. */
  async withdraw(id: string): Promise<void> {
    const strike = () => {
      this.timetable.strike(id);
      this.queue.remove(id);
    };
    // Nothing may start while the end of what runs is waited for, and that end may be a pause.
    strike();
    const running = this.running.get(id);
    running?.controller.abort(new Stopped('cancelled'));
    await running?.ended;
    strike();
  }

  enqueue(id: string): void {
    this.pauses.delete(id);
    const request = this.needs.requests.find(id);
    if (request) this.queue.push(request.connectionId, id);
    this.startNext();
  }

  /** Whether work for a connection is under way. */
  isRunning(connectionId: string): boolean {
    return this.runningOf(connectionId) > 0;
  }

  /** How far a request has come in this process. */
  progressOf(id: string): Progress {
    return this.running.get(id)?.progress ?? new Progress();
  }

  /** A pause that is not on the disk yet. */
  unsavedPause(id: string): RequestChange | undefined {
    return this.pauses.get(id);
  }

  /** Resolves at the next change of a request's state, or when the time is over. */
  wait(id: string, ms: number, signal?: AbortSignal): Promise<void> {
    return this.waiters.wait(id, ms, signal);
  }

  notify(id: string): void {
    this.waiters.notify(id);
  }

  private runningOf(connectionId: string): number {
    return [...this.running.values()].filter((running) => running.connectionId === connectionId).length;
  }

  private startNext(): void {
    while (!this.isStopping && this.running.size < mostRunning.inAll) {
      const id = this.queue.take((connectionId) => this.runningOf(connectionId));
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
      this.running.set(id, { connectionId: request.connectionId, controller, progress, ended });
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

  private settle(request: AccessRequest, error: unknown, signal: AbortSignal): void {
    const { id, connectionId } = request;
    if (signal.aborted) {
      if ((signal.reason as Stopped).why === 'shutdown') this.save(id, { status: 'queued' });
      return;
    }
    const end = judgeRunEnd(error, this.needs.requests.find(id) ?? request, this.now, this.needs.dataFolder);
    const { becomes: status } = end;
    const { problem } = end.becomes === 'failed' ? end : end.change;
    const fault = end.becomes === 'failed' && end.isFault ? error : undefined;
    const level = fault === undefined ? 'warn' : 'error';
    this.needs.logger[level](
      { requestId: id, status, code: problem?.code, fault },
      `access request ${status}`,
    );
    if (end.becomes === 'failed') {
      const failed = () => this.needs.fail(id, end.problem);
      if (this.attempt(id, failed)) this.waiters.notify(id);
      else this.pause(id, { resumeAt: this.now + unsavedPauseMs });
      return;
    }
    // Somebody may have consented anew while the last steps of this run ended.
    const isConnected = problem === reconnectNeeded && this.needs.isConnected(connectionId);
    this.pause(id, isConnected ? { resumeAt: this.now } : end.change);
  }

  /** A full disk also keeps the pause from being saved: then it is remembered here until it can be. */
  private pause(id: string, change: RequestChange): void {
    const { resumeAt } = change;
    const pause: RequestChange = { resumeAt: undefined, problem: undefined, ...change, status: 'paused' };
    if (!this.save(id, pause)) this.pauses.set(id, pause);
    if (resumeAt !== undefined) this.timetable.note(id, resumeAt);
    this.waiters.notify(id);
  }

  /** False: the disk did not take it. */
  private save(id: string, change: RequestChange): boolean {
    return this.attempt(id, () => this.needs.requests.change(id, change, this.now));
  }

  private attempt(id: string, write: () => unknown): boolean {
    try {
      write();
      return true;
    } catch (error) {
      this.needs.logger.error({ requestId: id, fault: error }, 'the state of a request cannot be saved');
      return false;
    }
  }

  private get now(): number {
    return this.needs.clock.now();
  }
}
