import { z } from 'zod';
import { defineSource } from '../../../src/contract/index.js';
import { aboutAnswers, answerPeople, answersId, meetingsWithPolls, saidColumns } from './answer-rows.js';
import { byUuid, uuidOf } from './meeting-parents.js';
import { heavy, reportScopes } from './meeting-scopes.js';

/** What people answered in the surveys that follow a meeting. */
export const meetingSurveyAnswers = defineSource({
  id: 'meeting-survey-answers',
  title: 'Answers to surveys of your meetings',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/reports/GET/report/meetings/{meetingId}/survey',
  limits: [
    'Zoom answers for meetings of the last year; answers without a name cannot be told to be anybody’s.',
    'A survey of another provider is not at Zoom.',
  ],
  forEach: meetingsWithPolls,
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/report/meetings/{uuid}/survey',
      values: uuidOf,
      scopes: reportScopes('meeting_survey'),
      rateLimit: heavy,
      list: 'survey_answers',
      reach: { months: 12, dateField: 'start_time' },
    },
  ],
  record: z.looseObject({ answer_details: z.array(z.looseObject({})) }),
  recordId: answersId,
  about: aboutAnswers,
  columns: [
    ...saidColumns('Meeting began', 'Who answered', 'answer_details'),
    { field: 'answer_details.date_time', heading: 'Answered', kind: 'moment', isDetail: true },
    { field: 'answer_details.question_id', heading: 'ID of the question', isDetail: true },
    { field: 'uuid', heading: 'ID of the occurrence', isDetail: true },
  ],
  moment: 'start_time',
  thirdParties: answerPeople,
});
