import { toIso } from '../clock.js';
import type { CallbackEvent } from '../model/callback.js';
import type { AccessRequest, RequestStatus } from '../model/access-request.js';
import type { ConnectionNews, StatusEvent } from '../model/status-event.js';

const paused: readonly StatusEvent['status'][] = ['paused'];

/** What each change of a status is called outside; null: nobody is told. */
const names: Record<RequestStatus | ConnectionNews, CallbackEvent | null> = {
  queued: null,
  running: null,
  paused: 'access_request.paused',
  completed: 'access_request.completed',
  completed_with_gaps: 'access_request.completed_with_gaps',
  no_match: 'access_request.no_match',
  failed: 'access_request.failed',
  cancelled: 'access_request.cancelled',
  expired: 'report.expired',
  degraded: 'connection.degraded',
  reconnect_needed: 'connection.reconnect_needed',
};

/** What an event is called outside; undefined: nobody is told. `before`: the event before it of the same subject. */
export function nameOf({ status }: StatusEvent, before: StatusEvent | undefined): CallbackEvent | undefined {
  const isResumed = before && paused.includes(before.status) && ['queued', 'running'].includes(status);
  return isResumed ? 'access_request.resumed' : (names[status] ?? undefined);
}

/** The body of a message about a request: thin, and the same for all attempts. Nothing in it is about a person. */
export function requestMessage(
  type: CallbackEvent,
  { at, status, code, id, connectionId }: StatusEvent,
  request: AccessRequest | undefined,
): string {
  const path = `/v1/access-requests/${id}`;
  const isReported = ['completed', 'completed_with_gaps', 'no_match'].includes(status);
  const { outcomes } = request?.status === status ? request : {};
  return message(type, at, {
    ...{ id, reference: referenceOf(request), connection_id: connectionId, status, code },
    outcomes: isReported ? outcomes && countOutcomes(outcomes) : undefined,
    ...{ url: path, report_url: isReported ? `${path}/report` : undefined },
  });
}

/** The body of a message about a connection. */
export const connectionMessage = (type: CallbackEvent, { at, id, status, code }: StatusEvent): string =>
  message(type, at, { id, status, code, url: `/v1/connections/${id}` });

/** The body of a test. */
export const testMessage = (at: number, receiverId: string): string =>
  message('callback.test', at, { id: receiverId, url: `/v1/callbacks/${receiverId}` });

const message = (type: CallbackEvent, at: number, data: object) =>
  JSON.stringify({ type, timestamp: toIso(at), data });

/** A reference is the caller's own text: one that may be an e-mail address stays here. */
const referenceOf = (request: AccessRequest | undefined) =>
  request?.reference?.includes('@') ? undefined : request?.reference;

function countOutcomes(outcomes: readonly { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
