import type { Ask, Judgement, Reason, Search, LookupClient, VendorRecord } from '../../src/contract/index.js';
import { addressKey } from './spellings.js';

const pageFields = ['next_page_token', 'total_records', 'page_count'];

/** The list of users by state, `active` where none is named. */
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

/** One status a call: https://developers.zoom.us/docs/api/users/#tag/users/get/users */
const states = ['active', 'inactive', 'pending'] as const;

/** The operation's document allows 2,000, the guide to pages 300: https://developers.zoom.us/docs/api/using-zoom-apis/ */
const pageSizes = [2_000, 300];

/** Ends after which smaller pages may bring more. */
const aboutPages: ReadonlySet<Reason> = new Set([
  'request_refused',
  'fewer_than_vendor_total',
  'too_many_pages',
  'repeated_page_token',
]);

/** Ends that are a gap of the list; after others nobody could look at all. */
const ofTheList: ReadonlySet<Reason> = new Set([
  ...aboutPages,
  'page_token_expired',
  'not_found',
  'contradiction',
]);

/** A user as a list shows it. */
export interface ListedUser {
  status: string;
  record: VendorRecord;
}

type Stop = Judgement & { do: 'stop' };

/**
 * Reads the lists of users until one names the address. What could not be read to its end is noted as not searched;
 * a refusal comes back where nobody could look.
 */
export async function searchLists(
  key: string,
  vendor: LookupClient,
  search: Search,
): Promise<ListedUser | Stop | undefined> {
  for (const status of states) {
    const place = `list of ${status} users`;
    const end = await readList(key, vendor, status);
    if (end && 'record' in end) {
      search.searched.push({ place, result: 'found' });
      return { status, record: end.record };
    }
    if (end?.outcome === 'failed' && !ofTheList.has(end.reason)) return end;
    if (end) {
      const { reason, remedy } = end;
      search.notSearched.push({
        place,
        result: results[reason] ?? `Zoom refused it: ${reason}`,
        reason,
        remedy,
      });
    } else search.searched.push({ place, result: 'read to its end, not found' });
  }
  return undefined;
}

/** Undefined: the list was read to its end and does not name the address. */
async function readList(
  key: string,
  vendor: LookupClient,
  status: string,
): Promise<{ record: VendorRecord } | Stop | undefined> {
  const seen = new Set<string>();
  let end: { record: VendorRecord } | Stop | undefined;
  for (const pageSize of pageSizes) {
    end = await readOnce(key, vendor, { status, pageSize, seen });
    if (!end || 'record' in end || !aboutPages.has(end.reason)) return end;
  }
  return end;
}

/** A list is whole when it has shown as many users as it says it has. */
async function readOnce(
  key: string,
  vendor: LookupClient,
  { status, pageSize, seen }: { status: string; pageSize: number; seen: Set<string> },
): Promise<{ record: VendorRecord } | Stop | undefined> {
  let [total, unreadable] = [0, 0];
  for await (const page of vendor.pages({ ...widerLookup, query: { status } }, pageSize)) {
    if (!page.answered) return page.refusal;
    total = Math.max(total, toCount(page.body.total_records));
    for (const user of Array.isArray(page.body.users) ? (page.body.users as unknown[]) : []) {
      const { id, email } = (user ?? {}) as VendorRecord;
      if (typeof email === 'string' && addressKey(email) === key) return { record: user as VendorRecord };
      if (typeof email !== 'string') unreadable += 1;
      seen.add(typeof id === 'string' && id !== '' ? id : `address ${String(email)}`);
    }
  }
  if (seen.size < total) return stop('fewer_than_vendor_total');
  return unreadable > 0 ? stop('contradiction') : undefined;
}

const results: Partial<Record<Reason, string>> = {
  fewer_than_vendor_total: 'it states more users than it gives',
  contradiction: 'it holds users without an e-mail address',
  page_token_expired: 'its pages expired before they could be read',
  too_many_pages: 'it gives more pages than it has users',
  repeated_page_token: 'it gives the same page again and again',
};

const remedies = {
  fewer_than_vendor_total:
    'The list of users states more users than it gives, so the person may be among those it does not show. Look the person up in User Management and run the request again; if it stays, ask Zoom Support.',
  contradiction:
    'The list of users holds users without an e-mail address, so the person may be one of them. Look the person up in User Management and run the request again.',
};

const stop = (reason: keyof typeof remedies): Stop => ({
  ...{ do: 'stop', outcome: 'failed', reason },
  remedy: remedies[reason],
});

function toCount(value: unknown): number {
  const count = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isInteger(count) && count > 0 ? count : 0;
}
