import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { noPlan } from '../failures.js';

/** Numbers and passwords of the person’s own conference by telephone (PAC). */
export const audioConferences = defineSource({
  id: 'audio-conferences',
  title: 'Your personal audio conference',
  category: 'Account settings',
  groups: ['account'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/pac/GET/users/{userId}/pac',
  asks: [
    {
      endpoint: '/users/{subject}/pac',
      scopes: {
        granular: ['pac:read:list_pac_accounts', 'pac:read:list_pac_accounts:admin'],
        classic: ['pac:read', 'pac:read:admin'],
      },
      rateLimit: { family: 'main', label: 'light' },
      list: 'pac_accounts',
      failures: [{ code: [2024], then: noPlan }],
    },
  ],
  record: z.looseObject({ conference_id: z.unknown() }),
  recordId: ({ conference_id }) => keyOf(conference_id),
  secrets: ['participant_password', 'listen_only_password'],
  columns: [
    { field: 'conference_id', heading: 'Conference' },
    { field: 'dedicated_dial_in_number.number', heading: 'Own number' },
    { field: 'dedicated_dial_in_number.country', heading: 'Its country', isDetail: true },
    { field: 'global_dial_in_numbers.number', heading: 'Numbers of all', isDetail: true },
    { field: 'participant_password', heading: 'Password to take part', isDetail: true },
    { field: 'listen_only_password', heading: 'Password to listen', isDetail: true },
  ],
});
