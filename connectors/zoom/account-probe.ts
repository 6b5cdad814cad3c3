import type { AccountProbe } from '../../src/contract/index.js';
import { textOf } from '../../src/contract/index.js';
import { lookup, widerLookup } from './subject.js';

/** How a connection test finds a user to try the sources with. An account-wide app must not say `me`. */
export const accountProbe: AccountProbe = {
  consenter: { ...lookup, values: { email: 'me' } },
  anyUser: { ...widerLookup, query: { page_size: '30' } },

  readUser(body) {
    const users: unknown[] = Array.isArray(body.users) ? body.users : [body];
    const user = users.find((one) => typeof one === 'object' && one !== null && 'id' in one);
    const { id, account_id } = (user ?? {}) as { id?: unknown; account_id?: unknown };
    const userId = textOf(id);
    return userId === undefined ? undefined : { userId, accountId: textOf(account_id) };
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
