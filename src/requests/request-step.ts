import type { Leases } from '../collect/leases.js';
import { requestStepOf } from '../model/step.js';
import type { StepStore } from '../storage/step-store.js';

/**
 * Runs a step that belongs to the request as a whole. Its result is no part of the step: it may name people. Steps
 * of one row that a crash has met run one after the other.
 */
export type RunRequestStep = <R>(
  kind: 'lookup' | 'report',
  work: () => Promise<R>,
  row?: string,
) => Promise<R>;

/** The code of the problem of a request that waits because of such a step. */
export const quarantinedCode = 'quarantined';

/** The process has died so often in a step without which there is no report that the step must wait. */
export class Quarantined extends Error {
  override readonly name = 'Quarantined';

  constructor(readonly crashes: number) {
    super(`The process has died ${crashes} times in this step.`);
  }
}

/** The steps of a request as a whole. One that has met more crashes than are tolerated throws Quarantined. */
export function requestSteps(
  { steps, leases }: { steps: StepStore; leases: Leases },
  requestId: string,
  toleratedCrashes: number,
): RunRequestStep {
  return async <R>(kind: 'lookup' | 'report', work: () => Promise<R>, row?: string): Promise<R> => {
    await steps.planRequestStep(requestId, kind);
    const step = requestStepOf(requestId, kind);
    if (await steps.isDone(step)) await steps.reset([step]);
    const ends: R[] = [];
    const run = async () => {
      ends.push(await work());
      return {};
    };
    const runAgain = async () => {
      const crashes = await steps.crashesOf(step);
      if (crashes > toleratedCrashes) throw new Quarantined(crashes);
      return run();
    };
    await leases.run(step, run, runAgain, row);
    return ends[0] as R;
  };
}
