import { meetingNameOf, pastMeeting } from '../find-meeting.js';
import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { requirePaid } from './past-participants.js';

const inList = [
  ...['meeting_host_id', 'meeting_host_email', 'meeting_uuid', 'meeting_id', 'meeting_topic'],
  ...['meeting_start_time', 'meeting_end_time', 'summary_start_time', 'summary_end_time'],
  ...['summary_created_time', 'summary_last_modified_time'],
  // What no document names must not vanish either.
  ...['a_field_nobody_knows', 'a_big_number', 'kept_aside', 'present'],
];

/**
 * All summaries of the account, without what they say, and without a total.
 * Source: https://developers.zoom.us/docs/api/meetings/#tag/summaries/get/meetings/meeting_summaries
 */
export const listSummaries: Operation = {
  template: '/meetings/meeting_summaries',
  family: 'main',
  label: 'medium',
  scopes: { granular: ['meeting:read:list_summaries:admin'], classic: ['meeting_summary:read:admin'] },
  answer: (exchange) => {
    requirePaid(exchange);
    const field = exchange.query.get('time_filter_field') ?? 'summary_start_time';
    if (!['summary_start_time', 'summary_created_time'].includes(field))
      throw new Refusal(400, 300, 'Invalid parameter: time_filter_field.');
    const window = windowOf(exchange, {
      withoutDates: 'today',
      dateTimes: true,
      sixMonths: false,
      longWindows: 'answer',
      badWindowCode: 300,
    });
    const { users, listedSummaries } = exchange.state.world;
    const made = users.flatMap(({ meetingContent }) =>
      Object.values(meetingContent).map(({ summary }) => summary),
    );
    const all = listedSummaries ?? made.filter((summary) => summary !== undefined);
    const rows = rowsBetween(all, field, window, false);
    const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: false });
    const { next_page_token, page_size } = page.fields;
    const summaries = page.rows.map((row) => asListed(row));
    return { status: 200, body: { page_size, next_page_token, from: window.from, to: window.to, summaries } };
  },
};

/** Source: https://developers.zoom.us/docs/api/meetings/#tag/summaries/get/meetings/{meetingId}/meeting_summary */
export const getSummary: Operation = {
  template: '/meetings/{meetingId}/meeting_summary',
  family: 'main',
  label: 'light',
  scopes: {
    granular: ['meeting:read:summary', 'meeting:read:summary:admin'],
    classic: ['meeting_summary:read', 'meeting_summary:read:admin'],
  },
  answer: (exchange) => {
    requirePaid(exchange);
    const { summary } = pastMeeting(exchange);
    if (!summary) throw new Refusal(404, 3001, `Meeting summary does not exist: ${meetingNameOf(exchange)}.`);
    return { status: 200, body: summary };
  },
};

const asListed = (summary: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(summary).filter(([name]) => inList.includes(name)));
