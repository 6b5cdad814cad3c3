import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { saidColumns } from './answer-rows.js';
import { byUuid, uuidOf } from './meeting-parents.js';
import { classicWebinarScopes, heldWebinars, ofWebinars } from './webinar-parents.js';

/** What people answered in polls of the person’s webinars. */
export const webinarPollAnswers = defineSource({
  ...ofWebinars,
  id: 'webinar-poll-answers',
  title: 'Answers to polls in your webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/past_webinars/{webinarId}/polls',
  forEach: heldWebinars,
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/past_webinars/{uuid}/polls',
      values: uuidOf,
      scopes: {
        granular: ['webinar:read:list_past_polls', 'webinar:read:list_past_polls:admin'],
        classic: classicWebinarScopes,
      },
      rateLimit: { family: 'main', label: 'medium' },
      list: 'questions',
    },
  ],
  record: z.looseObject({ question_details: z.array(z.looseObject({})) }),
  recordId: ({ email, name, uuid }) => keyOf(textOf(email) ?? name, uuid),
  columns: [
    ...saidColumns('Webinar began', 'By', 'question_details'),
    { field: 'question_details.date_time', heading: 'Answered on', kind: 'moment', isDetail: true },
    { field: 'question_details.polling_id', heading: 'ID of the poll', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  moment: 'start_time',
  thirdParties: [{ name: 'name', email: 'email' }],
});
