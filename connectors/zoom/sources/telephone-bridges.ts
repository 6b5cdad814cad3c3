import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { noPlan } from '../failures.js';

/** Accounts of the person with a telephony service provider (TSP), at most two. */
export const telephoneBridges = defineSource({
  id: 'telephone-bridges',
  title: 'Your telephone bridges',
  category: 'Account settings',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/tsp/GET/users/{userId}/tsp',
  asks: [
    {
      endpoint: '/users/{subject}/tsp',
      scopes: {
        granular: ['tsp:read:list_tsp_accounts', 'tsp:read:list_tsp_accounts:admin'],
        classic: ['tsp:read', 'tsp:read:admin'],
      },
      rateLimit: { family: 'main', label: 'medium' },
      list: 'tsp_accounts',
      failures: [{ code: [2024], then: noPlan }],
    },
  ],
  record: z.looseObject({ conference_code: z.string() }),
  recordId: ({ id, conference_code }) => keyOf(conference_code, id),
  secrets: ['leader_pin'],
  columns: [
    { field: 'conference_code', heading: 'Conference' },
    { field: 'tsp_bridge', heading: 'Bridge', codes: { US_TSP_TB: 'United States', EU_TSP_TB: 'Europe' } },
    { field: 'dial_in_numbers.number', heading: 'Number' },
    { field: 'dial_in_numbers.country_label', heading: 'Country', isDetail: true },
    {
      field: 'dial_in_numbers.type',
      heading: 'Kind of number',
      codes: { toll: 'Charged', tollfree: 'Free of charge', media_link: 'Link' },
      isDetail: true,
    },
    { field: 'leader_pin', heading: 'PIN of the leader', isDetail: true },
    { field: 'id', heading: 'ID', isDetail: true },
  ],
});
