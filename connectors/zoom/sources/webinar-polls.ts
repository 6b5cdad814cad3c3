import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { light } from './meeting-scopes.js';
import { nothingThere } from './nothing-there.js';
import { pollColumns } from './poll-words.js';
import { classicWebinarScopes, eachWebinar, ofWebinars, webinarIdOf } from './webinar-parents.js';

/** Polls that were made ready for a webinar; what people answered is another list. */
export const webinarPolls = defineSource({
  ...ofWebinars,
  id: 'webinar-polls',
  title: 'Polls you made ready for webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/webinars/{webinarId}/polls',
  forEach: eachWebinar,
  asks: [
    {
      endpoint: '/webinars/{webinarId}/polls',
      values: webinarIdOf,
      scopes: {
        granular: ['webinar:read:list_polls', 'webinar:read:list_polls:admin'],
        classic: classicWebinarScopes,
      },
      rateLimit: light,
      list: 'polls',
      failures: nothingThere,
    },
  ],
  record: z.looseObject({ title: z.string() }),
  recordId: ({ id, uuid }) => keyOf(id, uuid),
  columns: [
    { field: 'topic', heading: 'Topic of the webinar' },
    ...pollColumns,
    { field: 'start_time', heading: 'Webinar begins', kind: 'moment', isDetail: true },
  ],
  moment: 'start_time',
});
