import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.js';
import { Progress } from '../collect/progress.js';
import type { AccessRequest } from '../model/access-request.js';
import { FairQueue } from './fair-queue.js';
import { Timetable } from './timetable.js';

/** Requests of one connection that run at once; their steps take turns. */
const mostOfOneConnection = 32;

/** Why a running request is stopped from outside. */
export class Stopped extends Error {
  constructor(readonly why: 'cancelled' | 'shutdown') {
    super(why);
  }
}

/** Which request, of which connection. */
export type Work = Pick<AccessRequest, 'id' | 'connectionId'>;

/** The right of a worker to run one request, until it gives it back. */
export interface Claim extends Work {
  progress: Progress;
  signal: AbortSignal;
}

interface Held extends Claim {
  controller: AbortController;
  returned: Promise<void>;
  giveBack(): void;
}

/** Who may run what: in turns, again after pauses, one worker for each request. */
export class WorkQueue {
  private readonly queue = new FairQueue(mostOfOneConnection);
  private readonly held = new Map<string, Held>();
  /** Connections of the requests that wait for their turn or their moment. */
  private readonly connectionOf = new Map<string, string>();
  /** Requests that were woken while they were held. */
  private readonly again = new Set<string>();
  /** Connections to which something is done: none of their requests begins. */
  private readonly barred = new Map<string, number>();
  private readonly takers: ((claim: Claim | undefined) => void)[] = [];
  private readonly timetable: Timetable;
  private isStopped = false;

  constructor(clock: Clock) {
    this.timetable = new Timetable(clock, (id) => this.line(id));
  }

  get isStopping(): boolean {
    return this.isStopped;
  }

  /** Puts a request into its line, also before its moment has come. */
  wake({ id, connectionId }: Work): void {
    this.timetable.strike(id);
    this.connectionOf.set(id, connectionId);
    this.line(id);
  }

  /** Puts a request into its line at a moment in milliseconds since 1970. */
  wakeAt({ id, connectionId }: Work, moment: number): void {
    if (this.isStopped) return;
    this.connectionOf.set(id, connectionId);
    this.timetable.note(id, moment);
  }

  /** The next request, once there is one; undefined: there is no more work. */
  take(): Promise<Claim | undefined> {
    if (this.isStopped) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.takers.push(resolve);
      this.serve();
    });
  }

  /** What was run is free again; at the moment, where one is given, it has another turn. */
  giveBack(claim: Claim, moment?: number): void {
    const { id } = claim;
    const held = this.held.get(id);
    this.held.delete(id);
    // Who stopped it decides whether it goes on.
    if (this.again.delete(id) && !claim.signal.aborted) this.wake(claim);
    else if (moment !== undefined) this.wakeAt(claim, moment);
    held?.giveBack();
    this.serve();
  }

  /** Stops one request, whatever it does; resolves when nothing of it runs any more. */
  async withdraw(id: string): Promise<void> {
    // Nothing may start while the end of what runs is waited for, and that end may be a pause.
    this.strike(id);
    const held = this.held.get(id);
    held?.controller.abort(new Stopped('cancelled'));
    await held?.returned;
    this.strike(id);
  }

  /** Stops all work at a step boundary; resolves when everything was given back. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.timetable.strikeAll();
    for (const taker of this.takers.splice(0)) taker(undefined);
    for (const { controller } of this.held.values()) controller.abort(new Stopped('shutdown'));
    await Promise.all([...this.held.values()].map(({ returned }) => returned));
  }

  /** Whether somebody runs a request at this moment. */
  isHeld(id: string): boolean {
    return this.held.has(id);
  }

  /** Whether work for a connection is under way. */
  isRunning(connectionId: string): boolean {
    return this.runningOf(connectionId) > 0;
  }

  /**
   * Does something to a connection while none of its requests runs or begins. Resolves with false, and does nothing, where
   * one is under way.
   */
  async whileIdle(connectionId: string, work: () => Promise<void>): Promise<boolean> {
    if (this.isRunning(connectionId)) return false;
    this.barred.set(connectionId, (this.barred.get(connectionId) ?? 0) + 1);
    try {
      await work();
    } finally {
      const others = (this.barred.get(connectionId) ?? 1) - 1;
      if (others > 0) this.barred.set(connectionId, others);
      else this.barred.delete(connectionId);
      this.serve();
    }
    return true;
  }

  /** How far a request has come in this process. */
  progressOf(id: string): Progress {
    return this.held.get(id)?.progress ?? new Progress();
  }

  private line(id: string): void {
    const connectionId = this.connectionOf.get(id);
    if (this.held.has(id)) this.again.add(id);
    else if (connectionId !== undefined) this.queue.push(connectionId, id);
    this.serve();
  }

  private strike(id: string): void {
    this.timetable.strike(id);
    this.queue.remove(id);
    this.connectionOf.delete(id);
    this.again.delete(id);
  }

  private serve(): void {
    while (!this.isStopped && this.takers.length > 0) {
      const id = this.queue.take((connectionId) =>
        this.barred.has(connectionId) ? Infinity : this.runningOf(connectionId),
      );
      if (id === undefined) return;
      this.takers.shift()?.(this.hold(id));
    }
  }

  private hold(id: string): Claim {
    const connectionId = this.connectionOf.get(id) ?? '';
    this.connectionOf.delete(id);
    const controller = new AbortController();
    // Every call of a run listens to its one signal.
    setMaxListeners(0, controller.signal);
    let giveBack = () => {};
    const returned = new Promise<void>((resolve) => (giveBack = resolve));
    const claim = { id, connectionId, progress: new Progress(), signal: controller.signal };
    this.held.set(id, { ...claim, controller, returned, giveBack });
    return claim;
  }

  private runningOf(connectionId: string): number {
    return [...this.held.values()].filter((held) => held.connectionId === connectionId).length;
  }
}
