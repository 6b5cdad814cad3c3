import type {
  Ask,
  Judgement,
  Reason,
  Search,
  Subject,
  SubjectLookup,
  LookupClient,
  VendorRecord,
} from '../../src/contract/index.js';
import { addressKey, spellingsOf } from './spellings.js';
import { searchLists, type ListedUser } from './user-lists.js';

/** The call that finds a user by e-mail or id. */
export const lookup: Ask = {
  endpoint: '/users/{email}',
  scopes: {
    granular: ['user:read:user', 'user:read:user:admin'],
    classic: [
      'user:read',
      'user:write',
      'user:read:admin',
      'user:write:admin',
      'user_profile',
      'user_info:read',
    ],
  },
  rateLimit: { family: 'main', label: 'light' },
  expect: ({ id, email }) => typeof id === 'string' || typeof email === 'string',
};

/** What the codes of a user who is not there say: https://developers.zoom.us/docs/api/users/ */
const notThere: Record<number, string> = {
  1001: 'not found',
  1010: 'a user of another account',
  1120: 'an invitation that expired or was never accepted',
};
const invitationExpired = 1120;

type Stop = Judgement & { do: 'stop' };

/** Failures that say nothing about the address asked: nobody could look. */
const outages: ReadonlySet<Reason> = new Set([
  'vendor_unreachable',
  'vendor_error',
  'broken_answer',
  'rate_limited',
  'credentials_refused',
  'quarantined',
]);

/** Refusals that hold for every other spelling, too. */
const general: ReadonlySet<Reason> = new Set(['scope_missing', 'not_permitted']);

/**
 * Finds the user of an e-mail. That Zoom does not know an address is one witness, and it is not believed alone: every
 * spelling is asked, then the lists of active, inactive and pending users are read to their end. A person found there
 * is asked for by id, because the lists show less than the profile.
 */
export async function findSubject(email: string, vendor: LookupClient): Promise<SubjectLookup> {
  const spellings = spellingsOf(email);
  const search: Search = { spellings, searched: [], notSearched: [] };
  let refusal: Stop | undefined;
  let isKnown = false;
  for (const spelling of spellings) {
    const place = `users by e-mail: ${spelling}`;
    const answer = await vendor.ask({ ...lookup, values: { email: spelling } });
    if (answer.answered) {
      search.searched.push({ place, result: 'found' });
      return found(search, toSubject(email, answer.body));
    }
    const result = answer.code === undefined ? undefined : notThere[answer.code];
    if (result !== undefined) {
      search.searched.push({ place, result });
      isKnown ||= answer.code === invitationExpired;
      continue;
    }
    const { reason, remedy } = answer.refusal;
    if (isOutage(answer.refusal)) return { end: 'refused', refusal: answer.refusal, ...search };
    refusal ??= answer.refusal;
    search.notSearched.push({ place, result: `Zoom refused it: ${reason}`, reason, remedy });
    if (general.has(reason)) break;
  }
  const isAnswered = search.searched.length > 0;
  const listed = await searchLists(addressKey(email), vendor, search);
  if (listed && 'outcome' in listed) return { end: 'refused', refusal: listed, ...search };
  if (listed) return collectById(email, listed, vendor, search);
  if (!isAnswered && refusal) return { end: 'refused', refusal, ...search };
  const trace = isKnown
    ? 'Zoom knows an invitation to this address that expired or was never accepted.'
    : undefined;
  return { end: 'no_match', trace, ...search };
}

async function collectById(
  email: string,
  { status, record }: ListedUser,
  vendor: LookupClient,
  search: Search,
): Promise<SubjectLookup> {
  const subject = toSubject(email, { status, ...record });
  if (subject.id === undefined) return found(search, subject);
  const place = 'the profile by user id';
  const answer = await vendor.ask({ ...lookup, values: { email: subject.id } });
  if (answer.answered && answer.body.id === subject.id) {
    search.searched.push({ place, result: 'found' });
    return found(search, toSubject(email, answer.body));
  }
  if (!answer.answered && isOutage(answer.refusal))
    return { end: 'refused', refusal: answer.refusal, ...search };
  const { reason, remedy } = answer.answered
    ? { reason: 'contradiction' as const, remedy: contradicted }
    : answer.refusal;
  return found(search, subject, { place, result: `Zoom refused it: ${reason}`, reason, remedy });
}

const contradicted =
  'A list of users names the person, and the look-up by user id answers with somebody else. The report has what the list shows. Run the request again later; if it stays, ask Zoom Support.';

/** Who was found need not be looked for any more: what was not asked before is told, and is no gap. */
function found(search: Search, subject: Subject, gap?: Search['notSearched'][number]): SubjectLookup {
  const passed = search.notSearched.map(({ place, result }) => ({ place, result }));
  const searched = [...passed, ...search.searched];
  return { end: 'found', subject, ...search, searched, notSearched: gap ? [gap] : [] };
}

const readGroups = (ids: unknown) =>
  Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string' && id !== '') : undefined;

const isOutage = ({ outcome, reason }: Stop) => outcome === 'failed' && outages.has(reason);

/** `created_at` is no start of the windows: for pending users it is the time of the call. */
function toSubject(email: string, record: VendorRecord): Subject {
  const created = typeof record.user_created_at === 'string' ? new Date(record.user_created_at) : undefined;
  const own = typeof record.email === 'string' && record.email !== '' ? record.email : email;
  return {
    email,
    addresses: [...new Set([own, email])],
    otherEmail: addressKey(own) === addressKey(email) ? undefined : own,
    id: typeof record.id === 'string' && record.id !== '' ? record.id : undefined,
    state: typeof record.status === 'string' ? record.status : undefined,
    groups: readGroups(record.group_ids),
    createdAt: created && !Number.isNaN(created.getTime()) ? created : undefined,
    timeZone: typeof record.timezone === 'string' && record.timezone !== '' ? record.timezone : undefined,
    record,
  };
}
