import type { z } from 'zod';
import { requestStatuses, isFinished, type AccessRequest } from '../model/access-request.js';
import type { Service } from '../service.js';
import type { RequestFilter } from '../storage/request-store.js';
import { requireRight, type Caller } from './caller.js';
import { readCursor, writeCursor } from './cursor.js';
import { findRequest } from './find-request.js';
import type { listSchema, views } from './schemas.js';

/** What is due so soon needs attention. */
const soonMs = 3 * 24 * 3_600_000;

/** Most requests that a search gives, and that a view is counted to. */
export const mostCounted = 100;

type Needs = Pick<Service, 'requests' | 'clock'>;
type View = (typeof views)[number];

/** The requests a caller may see, newest first, a page at a time. Throws AppError. */
export async function listRequests(
  service: Needs,
  caller: Caller,
  { cursor, limit, status, reference, view, same_person_as }: z.infer<typeof listSchema>,
): Promise<{ page: AccessRequest[]; nextCursor: string | null }> {
  const own = withinReach(caller);
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const same =
    same_person_as === undefined ? undefined : await findRequest(service, caller, same_person_as, 'read');
  // Whose address is gone is known to nobody any more.
  if (same?.email === '') return { page: [same], nextCursor: null };
  const filter = {
    ...own,
    status,
    reference,
    before,
    email: same?.email,
    ...viewOf(view, service.clock.now()),
  };
  const found = await service.requests.list({ ...filter, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, nextCursor: found.length > limit && last ? writeCursor(last) : null };
}

/** How many requests of a view a caller may see; no more than a hundred are counted. Throws AppError. */
export function countRequests({ requests, clock }: Needs, caller: Caller, view: View): Promise<number> {
  return requests.count({ ...withinReach(caller), ...viewOf(view, clock.now()), limit: mostCounted });
}

/** The requests a text stands for: a reference, the beginning of an id, or an e-mail address. Throws AppError. */
export function searchRequests({ requests }: Needs, caller: Caller, text: string): Promise<AccessRequest[]> {
  return requests.list({ ...withinReach(caller), search: text, limit: mostCounted });
}

const withinReach = (caller: Caller): Pick<RequestFilter, 'origin' | 'connections'> => ({
  origin: requireRight(caller, 'read') === 'own' ? caller.id : undefined,
  connections: caller.connections,
});

function viewOf(view: View | undefined, now: number): Pick<RequestFilter, 'statuses' | 'dueBefore'> {
  if (view === undefined) return {};
  if (view === 'attention')
    return { statuses: ['failed', 'paused', 'completed_with_gaps'], dueBefore: now + soonMs };
  return { statuses: requestStatuses.filter((status) => isFinished(status) === (view === 'finished')) };
}
