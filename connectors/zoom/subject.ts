import type {
  Ask,
  Answer,
  SearchedPlace,
  Subject,
  SubjectLookup,
  Vendor,
  VendorRecord,
} from '../../src/contract/index.js';

/** The call that finds a user by e-mail. */
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

const pageFields = ['next_page_token', 'total_records', 'page_count'];

/** The list of users by state; its default leaves inactive and pending ones out. */
export const widerLookup: Ask = {
  endpoint: '/users',
  scopes: {
    granular: ['user:read:list_users:admin'],
    classic: ['user:read', 'user:write', 'user:read:admin', 'user:write:admin'],
  },
  rateLimit: { family: 'main', label: 'medium' },
  // An empty list may be left out; the answer is still a page.
  expect: ({ users, ...others }) =>
    Array.isArray(users) ||
    ((users === undefined || users === null) && pageFields.some((name) => name in others)),
};

const doesNotExist = 1001;
const invitationExpired = 1120;
const otherAccount = 1010;

/**
 * Finds the user of an e-mail. Zoom stores addresses in lower case, so an address with capitals that is
 * not found is asked once more in lower case. Only after "does not exist" or "invitation expired" are the
 * inactive and pending lists read, because the default list leaves those users out.
 */
export async function findSubject(email: string, vendor: Vendor): Promise<SubjectLookup> {
  const searched: SearchedPlace[] = [];
  const spellings = [...new Set([email, email.toLowerCase()])];
  let code: number | undefined;
  for (const spelling of spellings) {
    const answer = await vendor.ask({ ...lookup, values: { email: spelling } });
    if (answer.answered) {
      searched.push({ place: 'users by e-mail', result: 'found' });
      return { end: 'found', subject: toSubject(email, answer.body), searched, notSearched: [] };
    }
    code = answer.code;
    if (code !== doesNotExist && code !== invitationExpired && code !== otherAccount)
      return { end: 'refused', refusal: answer.refusal, searched, notSearched: [] };
  }
  searched.push({ place: 'users by e-mail', result: describe(code) });
  const places = ['inactive', 'pending'] as const;
  if (code === otherAccount) return noMatch(searched, places, 'the user belongs to another account');
  if (!vendor.grants(widerLookup.scopes))
    return noMatch(searched, places, 'the scope user:read:list_users:admin is not granted');
  return searchLists(email, vendor, searched, places);
}

async function searchLists(
  email: string,
  vendor: Vendor,
  searched: SearchedPlace[],
  states: readonly string[],
): Promise<SubjectLookup> {
  const notSearched: SearchedPlace[] = [];
  for (const status of states) {
    const place = `list of ${status} users`;
    let end: Answer | undefined;
    for await (const page of vendor.pages({ ...widerLookup, query: { status } }, 300)) {
      end = page;
      const found = page.answered ? findIn(page.body.users, email) : undefined;
      if (!found) continue;
      searched.push({ place, result: 'found' });
      return {
        end: 'found',
        subject: toSubject(email, { status, ...found }),
        searched,
        notSearched,
      };
    }
    if (end?.answered === false) {
      if (end.refusal.outcome === 'failed')
        return { end: 'refused', refusal: end.refusal, searched, notSearched };
      notSearched.push({ place, result: `Zoom refused it: ${end.refusal.reason}` });
    } else searched.push({ place, result: 'not found' });
  }
  return { end: 'no_match', searched, notSearched };
}

function noMatch(searched: SearchedPlace[], states: readonly string[], why: string): SubjectLookup {
  return {
    end: 'no_match',
    searched,
    notSearched: states.map((status) => ({ place: `list of ${status} users`, result: why })),
  };
}

function findIn(users: unknown, email: string): VendorRecord | undefined {
  if (!Array.isArray(users)) return undefined;
  return users.find((user: unknown): user is VendorRecord => {
    const address = (user as VendorRecord | null)?.email;
    return typeof address === 'string' && fold(address) === fold(email);
  });
}

const fold = (address: string) => address.normalize('NFC').toLowerCase();

/** `created_at` is no start of the windows: for pending users it is the time of the call. */
function toSubject(email: string, record: VendorRecord): Subject {
  const created = typeof record.user_created_at === 'string' ? new Date(record.user_created_at) : undefined;
  return {
    email,
    id: typeof record.id === 'string' && record.id !== '' ? record.id : undefined,
    state: typeof record.status === 'string' ? record.status : undefined,
    createdAt: created && !Number.isNaN(created.getTime()) ? created : undefined,
    timeZone: typeof record.timezone === 'string' && record.timezone !== '' ? record.timezone : undefined,
    record,
  };
}

function describe(code: number | undefined): string {
  if (code === invitationExpired) return 'an invitation that expired or was never accepted';
  if (code === otherAccount) return 'a user of another account';
  return 'not found';
}
