import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import { windowOf } from '../lists/window-of.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { archiveRecord } from './archive-record.js';

const timeFields: Record<string, string> = {
  meeting_start_time: 'start_time',
  archive_complete_time: 'complete_time',
};

/**
 * Archived meetings of everybody, seven days a call. An end that has not come is put to now, and page tokens belong to that
 * end: a client that repeats its own gets an error. Without dates: the last seven days, which no document says.
 * Source: https://developers.zoom.us/docs/api/meetings/#tag/archiving/get/archive_files
 */
export const listArchivedFiles: Operation = {
  template: '/archive_files',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: ['archiving:read:list_archived_files:admin', 'archiving:read:list_archived_files:master'],
    classic: ['recording:read:admin'],
  },
  answer: (exchange) => {
    const { archive } = exchange.state.world;
    // No document says how an account is answered for which Zoom Support has not switched it on.
    if (!archive) throw new Refusal(400, 200, 'Meeting archiving is not enabled for this account.');
    const timeField = timeFields[exchange.query.get('query_date_type') ?? 'meeting_start_time'];
    if (timeField === undefined) throw new Refusal(400, 300, 'Invalid parameter: query_date_type.');
    const window = windowOf(exchange, {
      ...{ withoutDates: { lastHours: 7 * 24 }, dateTimes: true, sixMonths: false, badWindowCode: 300 },
      ...{ longestDays: 7, endsNow: true, longWindows: exchange.state.settings.longWindows },
    });
    const { from, to } = window;
    const asked = new URLSearchParams({ ...Object.fromEntries(exchange.query), from, to });
    const page = pageOf({ ...exchange, query: asked }, rowsBetween(archive, timeField, window, false), {
      ...{ maximum: 300, badTokenCode: 300, byToken: true, byNumber: false },
    });
    const { next_page_token, page_size, total_records } = page.fields;
    const meetings = page.rows.map((meeting) => archiveRecord(meeting, exchange.state));
    return { status: 200, body: { from, to, next_page_token, page_size, total_records, meetings } };
  },
};
