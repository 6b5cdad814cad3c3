import type { AccountProbe } from '../../src/contract/index.js';
import { isVendorRecord, textOf } from '../../src/contract/index.js';
import { lookup } from './subject.js';
import { widerLookup } from './user-lists.js';

/** How a connection test finds a user to try the sources with. An account-wide app must not say `me`. */
export const accountProbe: AccountProbe = {
  consenter: { ...lookup, values: { email: 'me' } },
  anyUser: { ...widerLookup, query: { page_size: '30' } },

  readUsers(body) {
    const users: unknown[] = Array.isArray(body.users) ? body.users : [body];
    return users.filter(isVendorRecord).flatMap(({ id, account_id }) => {
      const userId = textOf(id);
      return userId === undefined ? [] : [{ userId, accountId: textOf(account_id) }];
    });
  },

  // Archived official page, seen in the field: https://developers.zoom.us/docs/api/rate-limits/
  readCallsLeft(headers) {
    const left = headers['x-ratelimit-remaining'];
    const isDaily = /daily/i.test(headers['x-ratelimit-type'] ?? '');
    return isDaily && left !== undefined && /^\d+$/.test(left) ? Number(left) : undefined;
  },

  /** `https://api-eu.zoom.us/v2` is served in `eu`; the global address answers for every region. */
  regionOf(apiUrl) {
    const { hostname } = new URL(apiUrl);
    return /^api-([a-z]+)\./.exec(hostname)?.[1] ?? (/^api\./.exec(hostname) ? 'global' : hostname);
  },
};
