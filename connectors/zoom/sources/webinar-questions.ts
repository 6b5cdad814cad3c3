import { z } from 'zod';
import { defineSource, keyOf, textOf } from '../../../src/contract/index.js';
import { saidColumns } from './answer-rows.js';
import { byUuid, uuidOf } from './meeting-parents.js';
import { classicWebinarScopes, heldWebinars, ofWebinars } from './webinar-parents.js';

/** What people asked in the person’s webinars, and the answers. */
export const webinarQuestions = defineSource({
  ...ofWebinars,
  id: 'webinar-questions',
  title: 'Questions asked in your webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/webinars/GET/past_webinars/{webinarId}/qa',
  forEach: heldWebinars,
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/past_webinars/{uuid}/qa',
      values: uuidOf,
      scopes: {
        granular: ['webinar:read:past_qa', 'webinar:read:past_qa:admin'],
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
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
  ],
  moment: 'start_time',
  thirdParties: [{ name: 'name', email: 'email' }],
});
