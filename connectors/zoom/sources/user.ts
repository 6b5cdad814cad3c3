import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { lookup } from '../subject.js';

/** The person's profile: the record the lookup by e-mail brought, so it costs no call of its own. */
export const user = defineSource({
  id: 'user',
  title: 'Your Zoom profile',
  category: 'Identity and contact',
  docs: 'https://developers.zoom.us/docs/api/users/#tag/users/GET/users/{userId}',
  endpoint: lookup.endpoint,
  scopes: lookup.scopes,
  rateLimit: lookup.rateLimit,
  pages: 'none',
  record: z.looseObject({ email: z.string() }),
  recordId: ({ id, email }) => keyOf(id ?? email),
  subjectFields: [
    {
      ...{ name: ['display_name', 'first_name+last_name'], email: 'email', phone: 'phone_number' },
      id: ['id', 'jid', 'employee_unique_id'],
    },
    { in: 'phone_numbers', phone: 'number' },
  ],
  thirdParties: [{ email: 'manager' }],
  collect: (subject) => [subject.record],
  secrets: ['host_key', 'pmi_password', 'personal_meeting_url?pwd', 'vanity_url?pwd'],
});
