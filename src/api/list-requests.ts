import type { z } from 'zod';
import type { AccessRequest } from '../model/access-request.js';
import type { Service } from '../service.js';
import { requireRight, type Caller } from './caller.js';
import { readCursor, writeCursor } from './cursor.js';
import type { listSchema } from './schemas.js';

/** The requests a caller may see, newest first, a page at a time. Throws AppError. */
export async function listRequests(
  { requests }: Pick<Service, 'requests'>,
  caller: Caller,
  { cursor, limit, status, reference }: z.infer<typeof listSchema>,
): Promise<{ page: AccessRequest[]; nextCursor: string | null }> {
  const reach = requireRight(caller, 'read');
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const origin = reach === 'own' ? caller.id : undefined;
  const { connections } = caller;
  const found = await requests.list({ origin, connections, status, reference, before, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, nextCursor: found.length > limit && last ? writeCursor(last) : null };
}
