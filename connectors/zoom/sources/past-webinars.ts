import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { classicWebinarScopes, hostedWebinars, ofWebinars, webinarIdOf } from './webinar-parents.js';
/** The dates on which the person’s webinars took place, by the number of each. */
export const pastWebinars = defineSource({
  ...ofWebinars,
  id: 'past-webinars',
  title: 'Dates on which your webinars took place',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/past_webinars/{webinarId}/instances',
  forEach: [
    { source: 'webinars', carry: ['id', 'topic'] },
    { ...hostedWebinars, carry: ['id', 'topic'] },
  ],

  asks: [
    {
      endpoint: '/past_webinars/{webinarId}/instances',
      values: webinarIdOf,
      scopes: {
        granular: ['webinar:read:list_past_instances', 'webinar:read:list_past_instances:admin'],
        classic: classicWebinarScopes,
      },
      rateLimit: { family: 'main', label: 'light' },

      list: 'webinars',
    },
  ],
  record: z.looseObject({ uuid: z.string() }),
  recordId: ({ uuid, start_time }) => (textOf(uuid) === undefined ? undefined : keyOf(uuid, start_time)),
  limits: ['Zoom does not say how far back it knows the dates of webinars.'],
  columns: [
    { field: 'start_time', heading: 'Began', kind: 'moment' },
    { field: 'topic', heading: 'Topic' },
    { field: 'id', heading: 'Webinar ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  moment: 'start_time',
});
