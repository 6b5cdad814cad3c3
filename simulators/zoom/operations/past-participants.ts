import { participantsOf, pastMeeting, requireReach } from '../find-meeting.js';
import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import type { Reply } from '../reply.js';
import { textOf } from '../text-of.js';

const shared = [
  ...['id', 'user_id', 'join_time', 'leave_time', 'status', 'registrant_id'],
  // What no document names must not vanish either.
  'a_field_nobody_knows',
  'a_big_number',
];
const inReport = [...shared, 'customer_key', 'failover', 'bo_mtg_id', 'participant_user_id'];
const inPast = [...shared, 'failover', 'internal_user'];

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/dashboards/get/metrics/meetings/{meetingId}/participants */
export const metricsParticipants: Operation = {
  template: '/metrics/meetings/{meetingId}/participants',
  family: 'main',
  label: 'heavy',
  scopes: {
    granular: ['dashboard:read:list_meeting_participants:admin'],
    classic: ['dashboard_meetings:read:admin', 'dashboard:read:admin'],
  },
  answer: (exchange) => {
    if (['free', 'pro'].includes(exchange.state.settings.plan))
      throw new Refusal(
        400,
        200,
        'This API is only available for Business or higher accounts that have enabled the Dashboard feature.',
      );
    requireReach(exchange, 6);
    const type = exchange.query.get('type') ?? 'live';
    if (!['past', 'pastOne', 'live'].includes(type)) throw new Refusal(400, 300, 'Invalid parameter: type.');
    const { participants = [] } = pastMeeting(exchange);
    const rows = type === 'live' || isOfOne(exchange) !== (type === 'pastOne') ? [] : participants;
    return participantsReply(
      exchange,
      rows.map((row) => withRegistrant(exchange, row)),
    );
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/participants */
export const reportParticipants: Operation = {
  template: '/report/meetings/{meetingId}/participants',
  family: 'main',
  label: 'heavy',
  scopes: { granular: ['report:read:list_meeting_participants:admin'], classic: ['report:read:admin'] },
  answer: (exchange) => {
    requirePaid(exchange);
    requireReach(exchange, 12);
    const rows = together(exchange);
    return participantsReply(
      exchange,
      rows.map((row) => withRegistrant(exchange, shown(row, inReport))),
    );
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/past_meetings/{meetingId}/participants */
export const pastParticipants: Operation = {
  template: '/past_meetings/{meetingId}/participants',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['meeting:read:list_past_participants', 'meeting:read:list_past_participants:admin'],
    classic: ['meeting:read:admin', 'meeting:read'],
  },
  answer: (exchange) => {
    requirePaid(exchange);
    requireReach(exchange, 15);
    const rows = together(exchange);
    return participantsReply(
      exchange,
      rows.map((row) => shown(row, inPast)),
    );
  },
};

function participantsReply(exchange: Exchange, rows: readonly JsonObject[]): Reply {
  const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: false });
  return { status: 200, body: { ...page.fields, participants: page.rows } };
}

/** Refuses an account without a paid plan. */
export function requirePaid({ state: { settings, world } }: Exchange): void {
  if (settings.plan === 'free')
    throw new Refusal(400, 200, `Only available for paid account: ${world.account.id}.`);
}

/** Whether the host was alone. */
function isOfOne(exchange: Exchange): boolean {
  const { participants = [] } = pastMeeting(exchange);
  const known = participantsOf(exchange);
  return known === undefined
    ? new Set(participants.map((row) => row.id ?? row.user_name)).size === 1
    : known === 1;
}

/** Meetings of one person are left out unless an account setting says otherwise. */
const together = (exchange: Exchange): readonly JsonObject[] =>
  isOfOne(exchange) ? [] : (pastMeeting(exchange).participants ?? []);

/** A row of the dashboard as the other two operations show it. */
function shown(row: JsonObject, fields: readonly string[]): JsonObject {
  const seconds = (Date.parse(textOf(row.leave_time)) - Date.parse(textOf(row.join_time))) / 1_000;
  return {
    ...Object.fromEntries(fields.filter((name) => row[name] !== undefined).map((name) => [name, row[name]])),
    name: row.user_name,
    user_email: row.email,
    ...(Number.isFinite(seconds) && { duration: seconds }),
  };
}

function withRegistrant({ query }: Exchange, { registrant_id, ...row }: JsonObject): JsonObject {
  const isWanted = query.get('include_fields') === 'registrant_id' && registrant_id !== undefined;
  return isWanted ? { ...row, registrant_id } : row;
}
