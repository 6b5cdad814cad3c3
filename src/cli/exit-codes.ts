import type { RequestStatus } from '../model/access-request.js';

/** Exit codes of the command line. */
export const exitCodes = {
  completed: 0,
  failed: 1,
  usage: 2,
  completedWithGaps: 3,
  noMatch: 4,
  paused: 5,
} as const;

/** The exit code for how a request stands. */
export function exitCodeOf(status: RequestStatus): number {
  const codes: Partial<Record<RequestStatus, number>> = {
    completed: exitCodes.completed,
    completed_with_gaps: exitCodes.completedWithGaps,
    no_match: exitCodes.noMatch,
    paused: exitCodes.paused,
    queued: exitCodes.paused,
    running: exitCodes.paused,
  };
  return codes[status] ?? exitCodes.failed;
}
