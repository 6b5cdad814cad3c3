import { defineSource } from '../../../src/contract/index.js';
import { meetingIdOf } from './meeting-parents.js';
import { medium, meetingScopes } from './meeting-scopes.js';
import {
  aboutRegistrant,
  ofOccurrence,
  registrantColumns,
  registrantId,
  registrantPeople,
  registrantQueries,
  registrantRecord,
  registrantSecrets,
  takesRegistrations,
} from './registrants.js';

/** Who registered for the person's meetings: let in, waiting and refused. */
export const meetingRegistrants = defineSource({
  id: 'meeting-registrants',
  title: 'Who registered for your meetings',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/meetings/GET/meetings/{meetingId}/registrants',
  limits: ['Registrations are kept with the meeting: when Zoom forgets that, they are gone.'],
  forEach: [{ source: 'meeting-details', where: takesRegistrations, carry: ['uuid', 'topic'] }],
  asks: [
    {
      endpoint: '/meetings/{meetingId}/registrants',
      values: meetingIdOf,
      query: registrantQueries,
      scopes: meetingScopes('list_registrants'),
      rateLimit: medium,
      pages: { follow: 'token', size: 300 },
      list: 'registrants',
    },
  ],
  record: registrantRecord,
  recordId: registrantId,
  label: ofOccurrence,
  about: aboutRegistrant,
  columns: registrantColumns,
  moment: 'create_time',
  thirdParties: registrantPeople,
  secrets: registrantSecrets,
});
