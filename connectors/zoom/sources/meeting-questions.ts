import { z } from 'zod';
import { defineSource } from '../../../src/contract/index.js';
import { aboutAnswers, answerPeople, answersId, saidColumns } from './answer-rows.js';
import { byUuid, heldMeetings, uuidOf } from './meeting-parents.js';
import { heavy, medium, meetingScopes, reportScopes } from './meeting-scopes.js';

const answerKinds = {
  default: 'Answer',
  host_answered_publicly: 'Answered by the host for everybody',
  host_answered_privately: 'Answered by the host for one person',
  participant_commented: 'Remark of a participant',
  host_answered: 'Answered by the host',
};

/** Questions that were asked in the person's meetings, with who answered and when; the poorer list has neither. */
export const meetingQuestions = defineSource({
  id: 'meeting-questions',
  title: 'Questions asked in your meetings, and their answers',
  category: 'Meetings and webinars',
  groups: ['meetings'],
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/reports/GET/report/meetings/{meetingId}/qa',
  limits: [
    'Zoom answers for meetings of the last 15 months; questions without a name cannot be told to be anybody’s.',
  ],
  forEach: heldMeetings(['uuid', 'topic', 'start_time']),
  parentKey: byUuid,
  asks: [
    {
      endpoint: '/report/meetings/{uuid}/qa',
      values: uuidOf,
      scopes: reportScopes('meeting_qna'),
      rateLimit: heavy,
      list: 'questions',
      reach: { months: 15, dateField: 'start_time' },
    },
    {
      endpoint: '/past_meetings/{uuid}/qa',
      values: uuidOf,
      scopes: meetingScopes('past_qa'),
      rateLimit: medium,
      list: 'questions',
      reach: { months: 15, dateField: 'start_time' },
    },
  ],
  record: z.looseObject({ question_details: z.array(z.looseObject({})) }),
  recordId: answersId,
  about: aboutAnswers,
  columns: [
    ...saidColumns('Meeting began', 'Who asked', 'question_details'),
    { field: 'question_details.create_time', heading: 'Asked', kind: 'moment', isDetail: true },
    { field: 'question_details.question_status', heading: 'State', isDetail: true },
    { field: 'question_details.answer_details.name', heading: 'Who answered', isDetail: true },
    { field: 'question_details.answer_details.content', heading: 'Words of the answer', isDetail: true },
    {
      field: 'question_details.answer_details.type',
      heading: 'Kind of answer',
      codes: answerKinds,
      isDetail: true,
    },
    {
      field: 'question_details.answer_details.create_time',
      heading: 'When it was answered',
      kind: 'moment',
      isDetail: true,
    },
    { field: 'uuid', heading: 'ID of the occurrence', isDetail: true },
  ],
  moment: 'start_time',
  thirdParties: answerPeople,
});
