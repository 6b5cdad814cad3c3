import { findMember } from '../find-user.js';
import type { JsonObject } from '../json.js';
import { pageOf } from '../lists/page-of.js';
import { rowsBetween } from '../lists/rows-between.js';
import type { Rows } from '../lists/rows.js';
import { windowOf } from '../lists/window-of.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { textOf } from '../text-of.js';
import type { WorldUser } from '../world/world-user.js';
import { recordingRecord } from './recording-record.js';

/**
 * Recordings of a host: today only without dates, a window over a month silently cut to its last month; the trash
 * takes no dates. Source: https://developers.zoom.us/docs/api/meetings/#tag/cloud-recording/get/users/{userId}/recordings
 */
export const listUserRecordings: Operation = {
  template: '/users/{userId}/recordings',
  family: 'main',
  label: 'medium',
  scopes: {
    granular: [
      'cloud_recording:read:list_user_recordings',
      'cloud_recording:read:list_user_recordings:master',
      'cloud_recording:read:list_user_recordings:admin',
    ],
    classic: ['recording:read:admin', 'recording:read'],
  },
  answer: (exchange) => {
    const user = findMember(exchange, {
      status: 404,
      code: 1001,
      message: 'User {userId} does not exist, or does not belong to this account.',
    });
    const { rows, echo } =
      exchange.query.get('trash') === 'true' ? trashed(exchange, user) : recorded(exchange, user);
    const page = pageOf(exchange, rows, { maximum: 300, badTokenCode: 300, byToken: true, byNumber: false });
    const meetings = page.rows.map((record) => asListed(recordingRecord(record, exchange.state)));
    return { status: 200, body: { ...echo, ...page.fields, meetings } };
  },
};

function recorded(exchange: Exchange, user: WorldUser): { rows: Rows; echo: JsonObject } {
  const window = windowOf(exchange, {
    withoutDates: 'today',
    dateTimes: false,
    sixMonths: false,
    longWindows: 'cut',
    badWindowCode: 300,
  });
  const list = exchange.query.get('mc') === 'true' ? user.connectorRecordings : user.recordings;
  const rows = rowsBetween(list, 'start_time', window, user.sortedNewestFirst === true);
  return { rows: ofMeeting(exchange, rows), echo: { from: window.from, to: window.to } };
}

function trashed(exchange: Exchange, user: WorldUser): { rows: Rows; echo: JsonObject } {
  const kind = exchange.query.get('trash_type') ?? 'meeting_recordings';
  if (kind !== 'meeting_recordings' && kind !== 'recording_file') {
    throw new Refusal(400, 300, 'Invalid parameter: trash_type.');
  }
  return { rows: ofMeeting(exchange, user.trash[kind]), echo: {} };
}

function ofMeeting(exchange: Exchange, rows: Rows): Rows {
  const meetingId = exchange.query.get('meeting_id');
  if (!meetingId) return rows;
  return Array.from({ length: rows.length }, (_, index) => rows.at(index) ?? {}).filter(
    (record) => textOf(record.id) === meetingId,
  );
}

// Participant audio comes only from GET /meetings/{meetingId}/recordings.
function asListed({ participant_audio_files: _audio, ...listed }: JsonObject): JsonObject {
  return listed;
}
