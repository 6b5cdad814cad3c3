import type { Leases } from '../collect/leases.js';
import { wholeStepOf } from '../storage/step.js';
import type { StepStore } from '../storage/step-store.js';

/** Runs a step that belongs to the request as a whole. Its result is no part of the step: it may name people. */
export type WholeStep = <R>(kind: 'lookup' | 'report', work: () => Promise<R>) => Promise<R>;

/** The code of the problem of a request that waits because of such a step. */
export const quarantinedCode = 'quarantined';

/** The process has died so often in a step without which there is no report that the step must wait. */
export class Quarantined extends Error {
  override readonly name = 'Quarantined';

  constructor(readonly crashes: number) {
    super(`The process has died ${crashes} times in this step.`);
  }
}

/**
 * The steps of a request as a whole. One that is set aside throws Quarantined, or runs all the same when the
 * request `hasWaited` for it.
 */
export function wholeStepsOf(
  { steps, leases }: { steps: StepStore; leases: Leases },
  requestId: string,
  hasWaited: boolean,
): WholeStep {
  return async <R>(kind: 'lookup' | 'report', work: () => Promise<R>): Promise<R> => {
    steps.planWhole(requestId, kind);
    const step = wholeStepOf(requestId, kind);
    steps.reset(steps.isDone(step) ? [step] : []);
    const ends: R[] = [];
    const run = async () => {
      ends.push(await work());
      return {};
    };
    const refuse = () => {
      throw new Quarantined(steps.crashesOf(step));
    };
    await leases.run(step, run, hasWaited ? run : refuse);
    return ends[0] as R;
  };
}
