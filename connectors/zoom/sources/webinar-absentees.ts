import { defineSource } from '../../../src/contract/index.js';
import { byUuid, uuidOf } from './meeting-parents.js';
import {
  registrantColumns,
  registrantId,
  registrantPeople,
  registrantRecord,
  registrantSecrets,
} from './registrant-words.js';
import { classicWebinarScopes, heldWebinars, ofWebinars } from './webinar-parents.js';

/** Registrations of people who did not come. */
export const webinarAbsentees = defineSource({
  ...ofWebinars,
  id: 'webinar-absentees',
  title: 'Who registered for your webinars and stayed away',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/past_webinars/{webinarId}/absentees',
  forEach: heldWebinars,
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/past_webinars/{uuid}/absentees',
      values: uuidOf,
      scopes: {
        granular: ['webinar:read:list_absentees', 'webinar:read:list_absentees:admin'],
        classic: classicWebinarScopes,
      },
      rateLimit: { family: 'main', label: 'heavy' },
      pages: { follow: 'token', size: 300 },
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
