import type { StepEnd } from '../model/step-result.js';
import type { Refusal } from '../upstream/refusal.js';

/** How a step ends of which nothing was read. */
export type RefusedEnd = StepEnd & { kind: 'refused' };

/** The end of a step whose call was refused. */
export const endOfRefusal = ({ outcome, reason, remedy }: Refusal): RefusedEnd => ({
  ...{ kind: 'refused', outcome, reason, remedy },
});
