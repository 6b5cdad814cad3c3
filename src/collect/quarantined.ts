import { remedyFor } from '../upstream/refusal.js';
import type { StepEnd } from '../model/step-result.js';

/** The end of a step that is set aside, because the process died whenever it ran. */
export const quarantined: StepEnd & { kind: 'refused' } = {
  kind: 'refused',
  outcome: 'failed',
  reason: 'quarantined',
  remedy: remedyFor('quarantined'),
};
