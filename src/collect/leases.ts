import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { ResultOf, Step } from '../model/step.js';
import type { Lease } from '../storage/step-leases.js';
import type { StepStore } from '../storage/step-store.js';

/** A step whose process died so often while it ran is not run again by itself. */
export const mostCrashes = 5;

/** How long a lease holds without a sign of life. */
const leaseMs = 30_000;

/**
 * Runs steps under a lease, so that a crash is counted for the steps that ran when it came. A step that was
 * running in a crash is a suspect and runs alone among its kind: otherwise the innocent would be counted with it.
 */
export class Leases {
  private readonly holder = randomUUID();
  private heartbeat: NodeJS.Timeout | undefined;
  /** By row, so that a long transfer delays none but transfers. */
  private readonly suspects = new Map<string, Promise<unknown>>();

  /** `onEnd` hears what came of every step: the end of its result, or `given_back`. */
  constructor(
    private readonly steps: StepStore,
    private readonly clock: Clock,
    private readonly onEnd: (step: Step, outcome: string) => void = () => undefined,
  ) {}

  /** Ends what dead processes held. The data folder must be locked for this process. Resolves with its count. */
  start(): Promise<number> {
    this.heartbeat ??= setInterval(() => void this.showLife(), leaseMs / 3).unref();
    // Whoever else holds a lease is dead: nobody shares the folder.
    return this.steps.recover(this.holder);
  }

  /** Gives back what is still held: whoever ends in order has not crashed. */
  async stop(): Promise<void> {
    clearInterval(this.heartbeat);
    this.heartbeat = undefined;
    await this.steps.releaseAll(this.holder);
  }

  /**
   * Runs a step and keeps its result before it resolves with it. A step that has crashed too often ends with
   * what `setAside` gives. Whatever the work throws leaves the step to be done. Suspects of one `row` take turns.
   */
  async run<S extends Step>(
    step: S,
    work: () => Promise<ResultOf<S>>,
    setAside: () => Promise<ResultOf<S>> | ResultOf<S>,
    row: string = step.kind,
  ): Promise<ResultOf<S>> {
    const crashes = await this.steps.crashesOf(step);
    if (crashes === 0) return this.underLease(step, work);
    const before = this.suspects.get(row) ?? Promise.resolve();
    const turn = before.then(() => this.underLease(step, crashes >= mostCrashes ? setAside : work));
    this.suspects.set(
      row,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private async underLease<S extends Step>(
    step: S,
    work: () => Promise<ResultOf<S>> | ResultOf<S>,
  ): Promise<ResultOf<S>> {
    const lease = await this.steps.lease(step, this.holder, this.clock.now(), this.until);
    if (!lease) throw new Error(`The step ${step.sourceId} ${step.kind} ${step.position} is held or done.`);
    try {
      const result = await work();
      await this.steps.finish(step, lease, result);
      this.onEnd(step, outcomeOf(result));
      return result;
    } catch (error) {
      await this.giveBack(step, lease);
      this.onEnd(step, 'given_back');
      throw error;
    }
  }

  /** A full disk must not end the process; until the next try the lock of the data folder keeps others away. */
  private async showLife(): Promise<void> {
    try {
      await this.steps.extend(this.holder, this.until);
    } catch {
      // The steps that need the disk say that it is full.
    }
  }

  /** A full disk may keep even this from being written; the next start then counts a crash too many. */
  private async giveBack(step: Step, lease: Lease): Promise<void> {
    try {
      await this.steps.release(step, lease);
    } catch {
      // What made the step fail is thrown to whoever runs it.
    }
  }

  private get until(): number {
    return this.clock.now() + leaseMs;
  }
}

/** The end a result names; steps of the whole request name none. */
const outcomeOf = (result: ResultOf<Step>) => result.end?.kind ?? 'complete';
