import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { light } from './meeting-scopes.js';
import { nothingThere } from './nothing-there.js';
import { surveyColumns } from './survey-words.js';
import { classicWebinarScopes, eachWebinar, ofWebinars, webinarIdOf } from './webinar-parents.js';

/** The survey that follows a webinar, as it was made ready. */
export const webinarSurveys = defineSource({
  ...ofWebinars,
  id: 'webinar-surveys',
  title: 'Surveys you made ready for webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/webinars/{webinarId}/survey',
  forEach: eachWebinar,
  asks: [
    {
      endpoint: '/webinars/{webinarId}/survey',
      values: webinarIdOf,
      scopes: {
        granular: ['webinar:read:survey', 'webinar:read:survey:admin'],
        classic: classicWebinarScopes,
      },
      rateLimit: light,
      // A webinar without a survey answers with nothing in it.
      list: (answer) => (Object.keys(answer).length > 0 ? [answer] : []),
      failures: nothingThere,
    },
  ],
  record: z.looseObject({}),
  recordId: ({ uuid }) => keyOf(uuid),
  columns: [
    { field: 'topic', heading: 'Topic of the webinar' },
    ...surveyColumns,
    { field: 'start_time', heading: 'Webinar begins', kind: 'moment', isDetail: true },
    { field: 'uuid', heading: 'ID of the webinar', isDetail: true },
  ],
  moment: 'start_time',
});
