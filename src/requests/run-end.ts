import { AppError, explainFileError, type ErrorCode } from '../errors.js';
import type { AccessRequest } from '../model/access-request.js';
import type { RequestChange } from '../storage/request-store.js';
import { Exhausted, Outage, PauseUntil, ReconnectNeeded, Refusal } from '../upstream/refusal.js';
import { mostCrashes } from '../collect/leases.js';
import { nextPause } from './patience.js';
import { ReportInvalid } from './publish.js';
import { LookupRefused } from './run-request.js';
import { Quarantined, quarantinedCode } from './request-step.js';

/** What becomes of a request whose run ended with an error. */
export type RunEnd =
  | { becomes: 'paused'; change: Pick<RequestChange, 'resumeAt' | 'problem' | 'toleratedCrashes' | 'outage'> }
  | { becomes: 'failed'; problem: NonNullable<AccessRequest['problem']>; isFault: boolean };

/** Faults of the disk and the database that somebody mends outside: the request waits. */
const mendable: readonly ErrorCode[] = [
  'disk_full',
  'folder_not_writable',
  'database_damaged',
  'database_busy',
];

/** How soon a request that met one of these tries again. */
const diskPauseMs = 60_000;

/** How soon a step that has crashed too often is tried again; twice as long after each further crash. */
const quarantinePauseMs = { shortest: 60_000, longest: 24 * 3_600_000 };

/** The problem of a request that waits until its connection is connected again. */
export const reconnectNeeded = {
  code: 'reconnect_needed',
  detail:
    'The vendor takes the tokens of the connection no more. Connect it again; the request then goes on by itself.',
};

/** A request pauses where time or space can help, and fails where nobody could look or nothing was written. */
export function judgeRunEnd(thrown: unknown, request: AccessRequest, now: number, folder: string): RunEnd {
  const error = explainFileError(thrown, folder);
  if (error instanceof ReconnectNeeded) return pause({ problem: reconnectNeeded });
  if (error instanceof Outage || (error instanceof Exhausted && error.isOutage))
    return sitOut(error, request, now);
  // An installation that has the connector again goes on at its start.
  if (error instanceof AppError && error.code === 'connector_unknown')
    return pause({ problem: { code: error.code, detail: error.message } });
  if (error instanceof PauseUntil) return pause({ resumeAt: error.until });
  if (error instanceof AppError && mendable.includes(error.code)) {
    const problem = { code: error.code, detail: error.message };
    return pause({ resumeAt: now + diskPauseMs, problem });
  }
  if (error instanceof Quarantined) return waitOut(error, now);
  const fail = (code: string, detail: string, isFault = true): RunEnd => ({
    becomes: 'failed',
    problem: { code, detail },
    isFault,
  });
  if (error instanceof AppError) return fail(error.code, error.message, false);
  if (error instanceof LookupRefused || error instanceof Refusal)
    return fail(`lookup_${error.reason}`, error.remedy, false);
  if (error instanceof ReportInvalid)
    return fail(
      'report_invalid',
      'The report did not verify and was not published. Check the disk and run the request again.',
    );
  return fail(
    'internal_error',
    'Something unexpected happened; the log has the details. Run the request again.',
  );
}

const pause = (change: Extract<RunEnd, { becomes: 'paused' }>['change']): RunEnd => ({
  becomes: 'paused',
  change,
});

/** Nobody answers: the request waits, longer each time, and ends only when it has waited for a week or until it is due. */
function sitOut({ reason, remedy }: Outage | Exhausted, request: AccessRequest, now: number): RunEnd {
  const next = nextPause(request, now);
  if (next) return pause({ ...next, problem: { code: reason, detail: remedy } });
  return { becomes: 'failed', problem: { code: `lookup_${reason}`, detail: remedy }, isFault: false };
}

/** A crash that comes from outside only delays the request; a step that crashes by itself does it ever more rarely. */
function waitOut({ crashes }: Quarantined, now: number): RunEnd {
  const { shortest, longest } = quarantinePauseMs;
  const pauseMs = Math.min(longest, shortest * 2 ** (crashes - mostCrashes));
  const detail = `The service has died ${crashes} times while it looked the subject up or made the report. It tries again by itself, each time later. Look at the log and the memory of the machine; a retry of the request tries at once.`;
  return pause({
    resumeAt: now + pauseMs,
    problem: { code: quarantinedCode, detail },
    toleratedCrashes: crashes,
  });
}
