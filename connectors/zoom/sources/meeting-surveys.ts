import { z } from 'zod';
import { defineSource, keyOf } from '../../../src/contract/index.js';
import { meetingIdOf } from './meeting-parents.js';
import { nothingThere } from './nothing-there.js';
import { light, meetingScopes } from './meeting-scopes.js';
import { surveyColumns } from './survey-words.js';

/** The survey that follows a meeting, as it was made ready. */
export const meetingSurveys = defineSource({
  id: 'meeting-surveys',
  title: 'Surveys you made ready for meetings',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/surveys/GET/meetings/{meetingId}/survey',
  forEach: [{ source: 'meetings', where: ({ type }) => Number(type) !== 1, carry: ['id', 'uuid', 'topic'] }],
  asks: [
    {
      endpoint: '/meetings/{meetingId}/survey',
      values: meetingIdOf,
      scopes: meetingScopes('survey'),
      rateLimit: light,
      // A meeting without a survey answers with nothing in it.
      list: (answer) => (Object.keys(answer).length > 0 ? [answer] : []),
      failures: nothingThere,
    },
  ],
  record: z.looseObject({}),
  recordId: ({ uuid, id }) => keyOf(uuid ?? id),
  columns: [
    { field: 'topic', heading: 'Topic of the meeting' },
    ...surveyColumns,
    { field: 'id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of the meeting', isDetail: true },
  ],
});
