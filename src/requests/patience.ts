import type { OpenConnection } from '../connections/open-connection.js';
import type { AccessRequest } from '../model/access-request.js';
import type { Upstream } from '../upstream/client.js';
import { judgeOutages, shortestPauseMs } from '../upstream/judge-outages.js';

const longestPauseMs = 30 * 60_000;
/** So long a request without an earlier due date waits for a vendor that does not answer. */
const longestOutageMs = 7 * 24 * 3_600_000;

/** When a request waits no longer for a vendor that does not answer, milliseconds since 1970. */
export function patienceEnd({ dueAt, outage }: AccessRequest, now: number): number {
  return Math.min(dueAt ?? Infinity, (outage?.since ?? now) + longestOutageMs);
}

/** The pause after a run that nobody answered: 1, 2, 4 … 30 minutes; undefined: it has waited long enough. */
export function nextPause(request: AccessRequest, now: number): OutagePause | undefined {
  const end = patienceEnd(request, now);
  if (now >= end) return undefined;
  const { since = now, pauses = 0 } = request.outage ?? {};
  const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(pauses, 10));
  return { resumeAt: Math.min(now + pauseMs, end), outage: { since, pauses: pauses + 1 } };
}

/** When a request goes on, and what it remembers until then. */
export type OutagePause = Required<Pick<AccessRequest, 'outage'>> & { resumeAt: number };

/**
 * The calls of one request: an outage makes it wait, as long as it may. `subject`: who was found; before, every call
 * is a witness that nothing goes on without.
 */
export function patientUpstream(
  { connector, upstream }: OpenConnection,
  request: AccessRequest,
  subject: string | undefined,
  signal: AbortSignal,
): Upstream {
  return judgeOutages(upstream, {
    probe: subject === undefined ? undefined : { ...connector.lookup, values: { email: subject } },
    until: patienceEnd(request, upstream.clock.now()),
    meter: { calls: 0, requestId: request.id },
    signal,
  });
}
