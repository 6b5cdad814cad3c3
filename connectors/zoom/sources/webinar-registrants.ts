import { defineSource } from '../../../src/contract/index.js';
import {
  registrantColumns,
  registrantId,
  registrantPeople,
  registrantRecord,
  registrantSecrets,
} from './registrant-words.js';
import { classicWebinarScopes, eachWebinar, ofWebinars, webinarIdOf } from './webinar-parents.js';
import { registrantStates } from './registrants.js';

/** Registrations in every state: those that were accepted come alone unless the others are asked for. */
export const webinarRegistrants = defineSource({
  ...ofWebinars,
  id: 'webinar-registrants',
  title: 'Registrations for your webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/webinars/{webinarId}/registrants',
  forEach: eachWebinar,
  asks: [
    {
      endpoint: '/webinars/{webinarId}/registrants',
      values: webinarIdOf,
      scopes: {
        granular: ['webinar:read:list_registrants', 'webinar:read:list_registrants:admin'],
        classic: classicWebinarScopes,
      },
      rateLimit: { family: 'main', label: 'medium' },
      pages: { follow: 'token', size: 300 },
      query: registrantStates,
      list: 'registrants',
    },
  ],
  record: registrantRecord,
  recordId: registrantId,
  columns: registrantColumns,
  moment: 'create_time',
  thirdParties: registrantPeople,
  secrets: registrantSecrets,
});
