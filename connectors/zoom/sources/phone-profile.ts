import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';

/** The person's Zoom Phone profile: extension, numbers, emergency address, policies. */
export const phoneProfile = defineSource({
  id: 'phone-profile',
  title: 'Your Zoom Phone profile',
  category: 'Telephony',
  docs: 'https://developers.zoom.us/docs/api/phone/#tag/users/GET/phone/users/{userId}',
  endpoint: '/phone/users/{subject}',
  scopes: {
    granular: ['phone:read:user', 'phone:read:user:admin'],
    classic: ['phone:read', 'phone:read:admin'],
  },
  rateLimit: { family: 'phone', label: 'light' },
  pages: 'none',
  // An answer without an id is no profile, whatever else it is: it is asked again.
  list: (answer) => (textOf(answer.id) === undefined ? undefined : [answer]),
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  secrets: ['pin_code', 'pin', 'password'],
});
