import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';

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
  record: z.looseObject({ id: z.string() }),
  recordId: ({ id }) => keyOf(id),
  subjectFields: [
    { email: 'email', id: ['id', 'phone_user_id', 'extension_id'], phone: 'extension_number' },
    { in: 'phone_numbers', phone: 'number' },
  ],
  thirdParties: [{ in: 'voicemail_access_members', id: 'access_user_id' }],
  secrets: ['pin_code', 'pin', 'password'],
});
