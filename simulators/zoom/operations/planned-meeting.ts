import { meetingNameOf, noMeeting, plannedMeeting } from '../find-meeting.js';
import { pageOf } from '../lists/page-of.js';
import type { JsonObject } from '../json.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { Reply } from '../reply.js';
import { textOf } from '../text-of.js';
import type { RegistrantState } from '../world/meeting-content.js';

const classic = ['meeting:read', 'meeting:read:admin'];
const main = { family: 'main' } as const;
const scopes = (name: string) => ({
  granular: [`meeting:read:${name}`, `meeting:read:${name}:admin`],
  classic,
});

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId} */
export const getMeeting: Operation = {
  ...main,
  template: '/meetings/{meetingId}',
  label: 'light',
  scopes: scopes('meeting'),
  answer: (exchange) => {
    const { details } = plannedMeeting(exchange);
    if (!details) throw noMeeting(meetingNameOf(exchange));
    if (exchange.query.get('show_previous_occurrences') === 'true') return { status: 200, body: details };
    const now = exchange.state.settings.now().toISOString();
    const { occurrences } = details;
    const coming = Array.isArray(occurrences)
      ? occurrences.filter((one) => textOf((one as JsonObject).start_time) >= now)
      : undefined;
    return { status: 200, body: { ...details, ...(coming && { occurrences: coming }) } };
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}/invitation */
export const getInvitation: Operation = {
  ...main,
  template: '/meetings/{meetingId}/invitation',
  label: 'light',
  scopes: scopes('invitation'),
  answer: (exchange) => {
    const { invitation } = plannedMeeting(exchange);
    if (!invitation) throw noMeeting(meetingNameOf(exchange));
    return { status: 200, body: invitation };
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}/registrants */
export const listRegistrants: Operation = {
  ...main,
  template: '/meetings/{meetingId}/registrants',
  label: 'medium',
  scopes: scopes('list_registrants'),
  answer: (exchange) => registrantsReply(exchange, plannedMeeting(exchange).registrants),
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/polls/get/meetings/{meetingId}/polls */
export const listPolls: Operation = {
  ...main,
  template: '/meetings/{meetingId}/polls',
  label: 'light',
  scopes: scopes('list_polls'),
  answer: (exchange) => {
    const { polls = [] } = plannedMeeting(exchange);
    const asked = exchange.query.get('anonymous');
    const wanted = polls.filter(({ anonymous }) => asked === null || String(anonymous === true) === asked);
    return { status: 200, body: { polls: wanted, total_records: wanted.length } };
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/surveys/get/meetings/{meetingId}/survey */
export const getSurvey: Operation = {
  ...main,
  template: '/meetings/{meetingId}/survey',
  label: 'light',
  scopes: scopes('survey'),
  answer: (exchange) => {
    const { survey = {} } = plannedMeeting(exchange);
    return { status: 200, body: survey };
  },
};

/** Registrants of one state; `approved` where none is asked for. */
export function registrantsReply(
  exchange: Exchange,
  registrants: Partial<Record<RegistrantState, JsonObject[]>> = {},
): Reply {
  const state = exchange.query.get('status') ?? 'approved';
  if (state !== 'approved' && state !== 'pending' && state !== 'denied')
    throw new Refusal(400, 300, 'Invalid parameter: status.');
  const occurrence = exchange.query.get('occurrence_id');
  const rows = (registrants[state] ?? []).filter(
    ({ occurrence_id }) => occurrence === null || occurrence_id === occurrence,
  );
  const shown = rows.map(({ occurrence_id: _of, ...row }) => row);
  const page = pageOf(exchange, shown, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: true });
  return { status: 200, body: { ...page.fields, registrants: page.rows } };
}
