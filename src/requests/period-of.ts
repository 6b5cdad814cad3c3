import { zoneOf, type Period } from '../model/period.js';
import type { SubjectLookup } from '../contract/index.js';
import type { RequestOrder } from '../model/access-request.js';

/** The wanted period of a request, in the zone it means. */
export function periodOf(
  { from, to, timeZone }: Pick<RequestOrder, 'from' | 'to' | 'timeZone'>,
  lookup: SubjectLookup,
): Period {
  const ofPerson = lookup.end === 'found' ? lookup.subject.timeZone : undefined;
  return { from, to, timeZone: zoneOf(timeZone, ofPerson).timeZone };
}
