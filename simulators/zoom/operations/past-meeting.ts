import { meetingNameOf, noMeeting, pastMeeting, requireReach } from '../find-meeting.js';
import type { JsonObject } from '../json.js';
import type { Exchange, Operation } from '../operation.js';
import type { MeetingContent } from '../world/meeting-content.js';
import { requirePaid } from './past-participants.js';

const main = { family: 'main' } as const;
const scopes = (name: string) => ({
  granular: [`meeting:read:${name}`, `meeting:read:${name}:admin`],
  classic: ['meeting:read:admin', 'meeting:read'],
});
const reportScopes = (name: string) => ({
  granular: [`report:read:${name}:admin`],
  classic: ['report:read:admin'],
});
const heavy = { ...main, label: 'heavy' } as const;
const medium = { ...main, label: 'medium' } as const;

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/past_meetings/{meetingId} */
export const getPastMeeting: Operation = {
  ...main,
  template: '/past_meetings/{meetingId}',
  label: 'light',
  scopes: scopes('past_meeting'),
  answer: (exchange) => {
    requireReach(exchange, 12);
    return single(exchange, 'past');
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId} */
export const reportMeeting: Operation = {
  ...heavy,
  template: '/report/meetings/{meetingId}',
  scopes: reportScopes('meeting'),
  answer: (exchange) => {
    requirePaid(exchange);
    requireReach(exchange, 12);
    return single(exchange, 'report');
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/polls/get/past_meetings/{meetingId}/polls */
export const pastPolls: Operation = {
  ...medium,
  template: '/past_meetings/{meetingId}/polls',
  scopes: scopes('list_poll_results'),
  answer: (exchange) => {
    requireReach(exchange, 12);
    const rows = pastMeeting(exchange).pollAnswers ?? [];
    return answers(exchange, { questions: rows.map(({ first_name: _f, last_name: _l, ...row }) => row) });
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/polls */
export const reportPolls: Operation = {
  ...heavy,
  template: '/report/meetings/{meetingId}/polls',
  scopes: reportScopes('list_meeting_polls'),
  answer: (exchange) => {
    requirePaid(exchange);
    requireReach(exchange, 12);
    return answers(exchange, { questions: pastMeeting(exchange).pollAnswers ?? [] });
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/past_meetings/{meetingId}/qa */
export const pastQuestions: Operation = {
  ...medium,
  template: '/past_meetings/{meetingId}/qa',
  scopes: scopes('past_qa'),
  answer: (exchange) => {
    requireReach(exchange, 15);
    const rows = pastMeeting(exchange).questions ?? [];
    return answers(exchange, {
      questions: rows.map(({ user_id: _id, question_details, ...row }) => ({
        ...row,
        question_details: (Array.isArray(question_details) ? question_details : []).map((detail) => {
          const { answer, question } = detail as JsonObject;
          return { answer, question };
        }),
      })),
    });
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/qa */
export const reportQuestions: Operation = {
  ...heavy,
  template: '/report/meetings/{meetingId}/qa',
  scopes: reportScopes('meeting_qna'),
  answer: (exchange) => {
    requirePaid(exchange);
    requireReach(exchange, 15);
    return answers(exchange, { questions: pastMeeting(exchange).questions ?? [] });
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/survey */
export const reportSurvey: Operation = {
  ...heavy,
  template: '/report/meetings/{meetingId}/survey',
  scopes: reportScopes('meeting_survey'),
  answer: (exchange) => {
    requirePaid(exchange);
    requireReach(exchange, 12);
    const { surveyAnswers = [], past } = pastMeeting(exchange);
    const body: JsonObject = {
      meeting_uuid: meetingNameOf(exchange),
      ...(past && { meeting_id: past.id, start_time: past.start_time }),
      survey_answers: surveyAnswers,
    };
    return { status: 200, body };
  },
};

function single(exchange: Exchange, field: 'past' | 'report'): { status: number; body: JsonObject } {
  const { [field]: body } = pastMeeting(exchange) satisfies MeetingContent;
  if (!body) throw noMeeting(meetingNameOf(exchange));
  return { status: 200, body };
}

function answers(exchange: Exchange, rows: JsonObject): { status: number; body: JsonObject } {
  const { past } = pastMeeting(exchange);
  const named = past ? { id: past.id, start_time: past.start_time } : {};
  return { status: 200, body: { ...named, uuid: meetingNameOf(exchange), ...rows } };
}
