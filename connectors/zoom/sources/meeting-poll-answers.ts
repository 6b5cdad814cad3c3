import { z } from 'zod';
import { defineSource } from '../../../src/contract/index.js';
import { aboutAnswers, answerPeople, answersId, meetingsWithPolls, saidColumns } from './answer-rows.js';
import { byUuid, uuidOf } from './meeting-parents.js';
import { heavy, medium, meetingScopes, reportScopes } from './meeting-scopes.js';

/**
 * What people answered in polls. The report says the same in the dear label and stands in where the operation of the meeting is
 * not granted.
 */
export const meetingPollAnswers = defineSource({
  id: 'meeting-poll-answers',
  title: 'Answers to polls of your meetings',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/polls/GET/past_meetings/{meetingId}/polls',
  limits: [
    'Zoom answers for meetings of the last year; answers without a name cannot be told to be anybody’s.',
  ],
  forEach: meetingsWithPolls,
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/past_meetings/{uuid}/polls',
      values: uuidOf,
      scopes: meetingScopes('list_poll_results'),
      rateLimit: medium,
      list: 'questions',
      reach: { months: 12, dateField: 'start_time' },
    },
    {
      endpoint: '/report/meetings/{uuid}/polls',
      values: uuidOf,
      scopes: reportScopes('list_meeting_polls'),
      rateLimit: heavy,
      list: 'questions',
      reach: { months: 12, dateField: 'start_time' },
    },
  ],
  record: z.looseObject({ question_details: z.array(z.looseObject({})) }),
  recordId: answersId,
  about: aboutAnswers,
  columns: [
    ...saidColumns('Meeting began', 'Who answered', 'question_details'),
    { field: 'question_details.date_time', heading: 'Answered', kind: 'moment', isDetail: true },
    { field: 'question_details.polling_id', heading: 'Poll ID', isDetail: true },
    { field: 'uuid', heading: 'ID of the occurrence', isDetail: true },
  ],
  moment: 'start_time',
  thirdParties: answerPeople,
});
